import { Readable } from 'node:stream';
import { type EventDataOf, type Marshal, marshaller, type Route } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Call } from './call.ts';
import { doorOf } from './door.ts';
import { enter, openRoute } from './mount.ts';

type Events = NonNullable<Route['events']>;

/** One event of a stream: its name and its data, as the route declares them. */
export type HordeEvent<R extends Route & { events: Events }> = {
  [Name in keyof R['events'] & string]: { event: Name; data: EventDataOf<R, Name> };
}[keyof R['events'] & string];

/** Proxies close connections on which nothing comes for a minute or so. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Opens a route that answers with server-sent events. What is thrown before the source is handed out is answered as by any
 * other route; the source ends when it is through or when the call's signal is aborted, and is asked for the next event only
 * when the last one has gone out.
 */
export function mountEvents<const R extends Route & { events: Events }>(
  app: FastifyInstance,
  route: R,
  handler: (call: Call<R>) => Promise<AsyncIterable<HordeEvent<R>>> | AsyncIterable<HordeEvent<R>>,
  keepAliveMs: number = KEEP_ALIVE_MS,
): void {
  const door = doorOf(app);
  const use = handler as (call: Call) => AsyncIterable<{ event: string; data: unknown }>;
  const printers = new Map<string, Marshal>(
    Object.entries(route.events).map(([event, schema]) => [event, marshaller(schema, route.output)]),
  );
  openRoute(app, door, route, async (request, reply) => {
    const call = enter(door, route, request, reply);
    const source = await use(call);
    reply.headers({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    if (request.method === 'HEAD') return reply.send('');
    return reply.send(
      Readable.from(frames(source, printers, call.signal, keepAliveMs), {
        objectMode: false,
        highWaterMark: 1,
      }),
    );
  });
}

/** The text of a stream: events as they come, and a comment whenever none came for a while. */
async function* frames(
  source: AsyncIterable<{ event: string; data: unknown }>,
  printers: ReadonlyMap<string, Marshal>,
  signal: AbortSignal,
  keepAliveMs: number,
): AsyncGenerator<string> {
  const iterator = source[Symbol.asyncIterator]();
  const over = onceAborted(signal);
  try {
    let next = iterator.next();
    for (;;) {
      const result = await firstOf(next, over, keepAliveMs);
      if (result === 'quiet') yield ': still here\n\n';
      else if (result === 'over' || result.done) return;
      else {
        const { event, data } = result.value;
        yield `event: ${event}\ndata: ${JSON.stringify(printers.get(event)!(data))}\n\n`;
        next = iterator.next();
      }
    }
  } finally {
    // Not awaited: a source that is still at work on its next event ends when it notices the signal.
    void iterator.return?.();
  }
}

const onceAborted = (signal: AbortSignal): Promise<'over'> =>
  new Promise(resolve => {
    if (signal.aborted) resolve('over');
    else signal.addEventListener('abort', () => resolve('over'), { once: true });
  });

async function firstOf<T>(
  next: Promise<T>,
  over: Promise<'over'>,
  quietMs: number,
): Promise<T | 'over' | 'quiet'> {
  let timer: NodeJS.Timeout | undefined;
  const quiet = new Promise<'quiet'>(resolve => {
    timer = setTimeout(resolve, quietMs, 'quiet');
    timer.unref();
  });
  try {
    return await Promise.race([next, over, quiet]);
  } finally {
    clearTimeout(timer);
  }
}
