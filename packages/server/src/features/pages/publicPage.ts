import type { Newspiece } from '@openhorde/contract';
import { escapeHtml } from '../../platform/cleanText.ts';
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
<p>Volunteers lend their computers as <strong>workers</strong>. Anyone may ask them for images and texts, with or without an
account. Volunteers earn <strong>kudos</strong>, and people with more kudos are served sooner. It costs nothing.</p>
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

/** A piece of news, its text as HTML of the operator. */
type ShownPiece = Omit<Newspiece, 'newspiece'> & { html: string };

/** The news of the operator, as they come. */
export function newsPage(pieces: readonly ShownPiece[]): string {
  const shown = pieces.map(({ title = '', date_published: date = '', html }) => {
    // A text that begins with its title says it itself.
    const heading = /^\s*<h1/.test(html) || title === '' ? '' : `<h2>${escapeHtml(title)}</h2>\n`;
    return `<article>\n${heading}<p class="small"><time datetime="${date}">${date}</time></p>\n${html}</article>`;
  });
  return page('News', `<h1>News</h1>\n${shown.join('\n')}`, 'text');
}

const figure = (value: number, label: string): string =>
  `<div><dt>${label}</dt><dd>${value.toLocaleString('en')}</dd></div>`;
