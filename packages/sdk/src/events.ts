import { ANSWER_BYTES_MAX, readText } from './body.ts';
import { HordeApiError, HordeNetworkError, isTransient, refusalOf } from './errors.ts';
import { addressOf, type Http } from './http.ts';
import { imageEvents } from './routes.ts';
import { readServerSentEvents, type ServerSentEvent } from './serverSentEvents.ts';
import { anySignal } from './signals.ts';
import type { RequestCheck, RequestUpdate } from './types.ts';
import { isUnknownRoute } from './workerCalls.ts';

/** How a stream of events ended. */
export type StreamEnd =
  | { kind: 'done' }
  /** The server has no events. */
  | { kind: 'unknown' }
  | { kind: 'broken'; error: HordeApiError | HordeNetworkError; events: number };

/** A stream that says nothing for so long is looked after by an ordinary check. */
const SILENCE_MS = 30_000;

/**
 * Follows the server-sent events of a request: `state` (the check object and `progress`) until `end`.
 * @throws HordeApiError when the request is gone or refused, the signal's reason when it aborts
 */
export async function* followEvents(
  http: Http,
  id: string,
  signal: AbortSignal | undefined,
  check: () => Promise<RequestCheck>,
): AsyncGenerator<RequestUpdate, StreamEnd> {
  const closing = new AbortController();
  const streamSignal = anySignal(signal, closing.signal);
  let events = 0;
  try {
    const body = await openStream(http, id, streamSignal);
    if (body === null) return { kind: 'unknown' };
    const stream = readServerSentEvents(body);
    let next = stream.next();
    for (;;) {
      const result = await nextOrSilence(http, next, streamSignal);
      if (result === 'silence') {
        const state = await check();
        yield { ...state, id, progress: null };
        if (state.done) return { kind: 'done' };
        continue;
      }
      if (result.done) return broken(new HordeNetworkError('The event stream ended early'), events);
      events++;
      if (result.value.event === 'end') return { kind: 'done' };
      const update = readState(id, result.value);
      if (update) yield update;
      next = stream.next();
    }
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (isTransient(error)) return broken(error, events);
    if (error instanceof HordeApiError) throw error;
    return broken(new HordeNetworkError('The event stream broke', { cause: error }), events);
  } finally {
    closing.abort();
  }
}

function broken(error: HordeApiError | HordeNetworkError, events: number): StreamEnd {
  return { kind: 'broken', error, events };
}

/** The open stream; null when this horde has no events (or a proxy answers something else in their place). */
async function openStream(http: Http, id: string, signal: AbortSignal) {
  const url = addressOf(http.origin, imageEvents, { id });
  let response: Response;
  // Not `AbortSignal.timeout`: that would end the stream itself, too.
  const opening = new AbortController();
  const timer = setTimeout(() => opening.abort(), SILENCE_MS);
  try {
    // Only headers that need no permission of the other origin: an older horde must be free to say 404.
    response = await http.world.fetch(url, {
      headers: { Accept: 'text/event-stream' },
      signal: anySignal(signal, opening.signal),
    });
  } catch (cause) {
    throw new HordeNetworkError('The event stream could not be opened', { cause });
  } finally {
    clearTimeout(timer);
  }
  const isStream = response.headers.get('content-type')?.includes('text/event-stream') ?? false;
  if (response.ok && isStream && response.body) return response.body;
  const text = await readText(response, ANSWER_BYTES_MAX).catch(() => '');
  if (response.ok) return null;
  const refusal = refusalOf(response.status, text, response.headers, http.world.now());
  if (isUnknownRoute(refusal)) return null;
  throw refusal;
}

async function nextOrSilence(
  http: Http,
  next: Promise<IteratorResult<ServerSentEvent>>,
  signal: AbortSignal,
): Promise<IteratorResult<ServerSentEvent> | 'silence'> {
  const timer = new AbortController();
  const silence = http.world
    .sleep(SILENCE_MS, anySignal(signal, timer.signal))
    .then(() => 'silence' as const);
  silence.catch(() => {});
  try {
    return await Promise.race([next, silence]);
  } finally {
    timer.abort();
  }
}

function readState(id: string, event: ServerSentEvent): RequestUpdate | null {
  if (event.event !== 'state') return null;
  try {
    const state = JSON.parse(event.data) as RequestUpdate;
    return { ...state, id, progress: state.progress ?? null };
  } catch (cause) {
    throw new HordeNetworkError('The event stream holds something that is no JSON', { cause });
  }
}
