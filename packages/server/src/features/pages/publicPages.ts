import type { FastifyInstance } from 'fastify';
import type { Kinds } from '../../core/kind.ts';
import type { WorkerRegistry } from '../../core/workers/index.ts';
import { keep } from '../../platform/kept.ts';
import type { Platform } from '../../platform/platform.ts';
import { DOCUMENTS, readDocument, readNews, toHtml } from '../documents/index.ts';
import { readTotals } from '../stats/index.ts';
import { aboutPage, type Counters, documentPage, newsPage } from './publicPage.ts';
import { sendPage } from './sendPage.ts';

/** The counters are worth one look at the database in so long, however many read the page. */
const KEPT_MILLISECONDS = 10_000;

export interface PublicPagesNeeds extends Pick<Platform, 'db' | 'world'> {
  kinds: Kinds;
  workers: Pick<WorkerRegistry, 'online'>;
  config: { home: string };
}

/** `/about`, `/news`, `/terms`, `/privacy`, `/sponsors`: for people, without the app and without a script. */
export function publicPageRoutes(app: FastifyInstance, horde: PublicPagesNeeds): void {
  const counters = keep(horde.world.now, KEPT_MILLISECONDS, () => readCounters(horde));
  app.get('/about', async (_request, reply) => sendPage(reply, 200, aboutPage(await counters.get())));
  app.get('/news', async (_request, reply) => {
    const pieces = await readNews(horde.config.home);
    const shown = pieces.map(({ newspiece, ...piece }) => ({ ...piece, html: toHtml(newspiece ?? '') }));
    return sendPage(reply, 200, newsPage(shown));
  });
  for (const name of DOCUMENTS) {
    app.get(`/${name}`, async (_request, reply) =>
      sendPage(reply, 200, documentPage(name, toHtml(await readDocument(horde.config.home, name)))),
    );
  }
}

async function readCounters({ db, world, kinds, workers }: PublicPagesNeeds): Promise<Counters> {
  const nowMs = world.now();
  const [images, texts] = await Promise.all([readTotals(db, 'image', nowMs), readTotals(db, 'text', nowMs)]);
  return {
    workers: [...workers.online(nowMs)].length,
    waiting: [...kinds.values()].reduce((sum, { board }) => sum + board.totals.waitingJobs, 0),
    images: images.total.jobs,
    texts: texts.total.jobs,
  };
}
