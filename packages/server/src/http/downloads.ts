import { Readable } from 'node:stream';
import type { Route } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Call } from './call.ts';
import { doorOf } from './door.ts';
import { enter, openRoute } from './mount.ts';

/** A file that is made while it goes out. */
export interface Download {
  /** Media type. */
  type: string;
  /** Letters, digits, dots and dashes. */
  fileName: string;
  chunks: AsyncIterable<Uint8Array>;
}

/**
 * Opens a route that answers with a file. What is thrown before the file is handed out is answered as by any other route;
 * its chunks are asked for as fast as the caller takes them, and no more once he has hung up.
 */
export function mountDownload<const R extends Route & { downloads: readonly string[] }>(
  app: FastifyInstance,
  route: R,
  handler: (call: Call<R>) => Promise<Download>,
): void {
  const door = doorOf(app);
  const use = handler as unknown as (call: Call) => Promise<Download>;
  openRoute(app, door, route, async (request, reply) => {
    const { type, fileName, chunks } = await use(enter(door, route, request, reply));
    reply.headers({
      'content-type': type,
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
    });
    if (request.method === 'HEAD') return reply.send('');
    return reply.send(Readable.from(chunks, { objectMode: false }));
  });
}
