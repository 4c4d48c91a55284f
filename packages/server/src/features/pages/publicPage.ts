import type { DocumentName } from '../documents/index.ts';
import { page } from './pageShell.ts';

/** How the horde is doing. */
export interface Counters {
  /** Online. */
  workers: number;
  /** Jobs of every kind. */
  waiting: number;
  /** Since the beginning. */
  images: number;
  texts: number;
}

const TITLES: Record<DocumentName, string> = {
  terms: 'Terms of service',
  privacy: 'Privacy',
  sponsors: 'Sponsors',
};

/** A document of the operator. `html`: theirs, so it may hold any markup; the policy of pages lets no script of it run. */
export const documentPage = (name: DocumentName, html: string): string => page(TITLES[name], html, 'text');

/** What this is, how it is doing, and where to go from here. */
export function aboutPage({ workers, waiting, images, texts }: Counters): string {
  return page(
    'About',
    `<h1>A commons for generative AI</h1>
<p>Volunteers lend their computers as <strong>workers</strong>. Anybody may ask them for images and texts, with or without an
account. Whoever helps earns <strong>kudos</strong>, and whoever has more kudos is served sooner. It costs nothing.</p>
<dl class="figures">
${figure(workers, 'workers online')}
${figure(waiting, 'jobs waiting')}
${figure(images, 'images made')}
${figure(texts, 'texts written')}
</dl>
<div class="actions">
<a class="button" href="/">Make pictures</a>
<a class="button quiet" href="/register">Get your own key</a>
</div>
<p>Programs speak to this horde by the <a href="/api/">API of the AI Horde</a>: whatever works with that one works here by
another address.</p>`,
    'text',
  );
}

const figure = (value: number, label: string): string =>
  `<div><dt>${label}</dt><dd>${value.toLocaleString('en')}</dd></div>`;
