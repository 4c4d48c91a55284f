import { backOffMs, pollDelayMs } from './delays.ts';
import { HordeApiError, type HordeNetworkError, isTransient } from './errors.ts';
import { followEvents } from './events.ts';
import type { CallOptions, Http } from './http.ts';
import type { RequesterCalls } from './requesterCalls.ts';
import { imageCheck } from './routes.ts';
import type { RequestCheck, RequestResult, RequestUpdate } from './types.ts';

/*
 * Waiting for a request, politely (spec `clients.md` §1.2). One watcher is in one of three modes:
 *
 *   events    a stream of the server tells every change; a silence of 30 s is answered with one look, in case the
 *             stream is dead without saying so. Left for `looking` for good when the server knows no events, and for
 *             a while whenever the stream breaks.
 *   held      `check` with `Prefer: wait`: the server answers when something changes. Entered when an answer says
 *             that the server honoured it; looks then follow each other at once, but never faster than one a second.
 *   looking   `check` after the delays of the specification.
 *
 * Whatever the mode, there is one call at a time for the request. A 404 with a return code ends it: the request is
 * gone. Rate limits, overload and network faults are waited out for 20 minutes, the life of a request.
 */

const FIRST_LOOK_MS = 1_000;
const HELD_LOOK_GAP_MS = 1_000;
const HOLD_SECONDS = 25;
const PATIENCE_MS = 20 * 60_000;
/** Streams that broke without a single event before events are given up. */
const BROKEN_STREAMS_MAX = 3;

export interface WatchOptions {
  /** Ends the waiting; the request lives on. */
  signal?: AbortSignal | undefined;
  /** Told of each fault that is waited out, with the milliseconds until the next try. */
  onTrouble?: ((error: HordeApiError | HordeNetworkError, retryMs: number) => void) | undefined;
}

/** What is known about the server that this client talks to. */
export interface ServerFeatures {
  events: boolean;
  /** May `Prefer` be sent? A browser asks the other origin first, and a horde that does not know the header says no. */
  prefer: boolean;
}

export interface Waiting {
  /** Updates until the request is done or faulted; ask for `status` then. */
  watch(id: string, options?: WatchOptions): AsyncGenerator<RequestUpdate, void>;
  /** Waits until the request ends, also one that another program started, and answers its status. */
  waitFor(id: string, options?: WaitForOptions): Promise<RequestResult>;
}

export interface WaitForOptions extends WatchOptions {
  onUpdate?: ((update: RequestUpdate) => void) | undefined;
}

export function createWaiting(http: Http, calls: RequesterCalls, features: ServerFeatures): Waiting {
  const { world } = http;

  /** Repeats `call` through transient faults. @throws the fault when patience is over, any other error at once. */
  async function persist<T>(call: (options: CallOptions) => Promise<T>, options: WatchOptions): Promise<T> {
    const startedMs = world.now();
    for (let failures = 1; ; failures++) {
      try {
        return await call({ signal: options.signal, retries: 0 });
      } catch (error) {
        if (!isTransient(error) || world.now() - startedMs > PATIENCE_MS) throw error;
        await waitOut(error, failures, options);
      }
    }
  }

  async function waitOut(error: HordeApiError | HordeNetworkError, failures: number, options: WatchOptions) {
    const asked = error instanceof HordeApiError ? error.retryAfterSeconds : undefined;
    const ms = backOffMs(failures, asked, world.random());
    options.onTrouble?.(error, ms);
    await world.sleep(ms, options.signal);
  }

  function look(id: string, options: WatchOptions) {
    const waitSeconds = features.prefer ? HOLD_SECONDS : undefined;
    return persist(
      call => http.call<RequestCheck>({ endpoint: imageCheck, params: { id }, waitSeconds }, call),
      options,
    );
  }

  async function* watch(id: string, options: WatchOptions = {}): AsyncGenerator<RequestUpdate, void> {
    let brokenStreams = 0;
    let delayMs = FIRST_LOOK_MS;
    for (;;) {
      if (features.events && brokenStreams < BROKEN_STREAMS_MAX) {
        const checkNow = () => persist(call => calls.check(id, call), options);
        const end = yield* followEvents(http, id, options.signal, checkNow);
        if (end.kind === 'done') return;
        if (end.kind === 'unknown') features.events = false;
        if (end.kind === 'broken') {
          brokenStreams = end.events > 0 ? 1 : brokenStreams + 1;
          await waitOut(end.error, brokenStreams, options);
          delayMs = 0;
        }
      }
      await world.sleep(delayMs, options.signal);
      const startedMs = world.now();
      const { body, waited } = await look(id, options);
      yield { ...body, id, progress: null };
      if (body.done) return;
      delayMs = waited
        ? Math.max(0, HELD_LOOK_GAP_MS - (world.now() - startedMs))
        : pollDelayMs(body, world.random());
    }
  }

  async function waitFor(id: string, options: WaitForOptions = {}): Promise<RequestResult> {
    for await (const update of watch(id, options)) options.onUpdate?.(update);
    return { ...(await persist(call => calls.status(id, call), options)), id };
  }

  return { watch, waitFor };
}
