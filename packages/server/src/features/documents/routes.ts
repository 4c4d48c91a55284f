import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../http/index.ts';
import { DOCUMENTS, type DocumentName, readDocument, toHtml } from './documents.ts';
import { readNews } from './news.ts';

/** Documents and news of the operator; `home` is the folder that they lie in. */
export function documentRoutes(app: FastifyInstance, { home }: { home: string }): void {
  for (const name of DOCUMENTS) mount(app, routes[name], ({ query }) => show(home, name, query.format));
  mount(app, routes.news, () => readNews(home));
}

async function show(
  home: string,
  name: DocumentName,
  format: string,
): Promise<{ html?: string; markdown?: string }> {
  if (format !== 'html' && format !== 'markdown') {
    throw new HordeError('BadRequest', { message: 'format is html or markdown.' });
  }
  const markdown = await readDocument(home, name);
  return format === 'html' ? { html: toHtml(markdown) } : { markdown };
}
