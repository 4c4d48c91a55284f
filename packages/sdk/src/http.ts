import { cleanKey, hordeOrigin } from './address.ts';
import { ANSWER_BYTES_MAX, parseJson, readText } from './body.ts';
import { backOffMs } from './delays.ts';
import { HordeApiError, HordeNetworkError, isTransient, refusalOf } from './errors.ts';
import { anySignal } from './signals.ts';
import type { SdkWorld } from './world.ts';

/** What every call takes besides its own arguments. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Milliseconds until the call is given up; 30,000 by default. */
  timeoutMs?: number | undefined;
  /** Answer only these fields (sent as `X-Fields`). */
  fields?: readonly string[] | undefined;
  /** Another key than the client's. */
  apikey?: string | undefined;
  /** Further tries after a rate limit (all calls) or a fault of the network (calls that may be repeated); 2 by default. */
  retries?: number | undefined;
}

/** A line of the route table (`routes.ts`). */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for each parameter. */
  readonly path: string;
  /** The key travels only where an endpoint looks at it. */
  readonly takesKey: boolean;
}

interface CallSpec {
  endpoint: Endpoint;
  /** A value for each `{name}` of the path. */
  params?: Readonly<Record<string, string | number>>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  /** Seconds that the server may hold its answer (`Prefer: wait=N`); ignored by hordes that do not know it. */
  waitSeconds?: number | undefined;
  /** Of the answer, unpacked; by default that of an ordinary one. */
  sizeBytesMax?: number | undefined;
}

interface Answer<T> {
  body: T;
  /** The server honoured `Prefer: wait`: a poller may ask again at once. */
  waited: boolean;
}

export interface Http {
  readonly origin: string;
  readonly world: SdkWorld;
  call<T>(spec: CallSpec, options?: CallOptions): Promise<Answer<T>>;
  /** One try, the raw answer, status not looked at. For streams and for uploads. @throws HordeNetworkError */
  request(
    url: string,
    init: RequestInit,
    options: { signal?: AbortSignal | undefined; timeoutMs?: number },
  ): Promise<Response>;
}

export interface HttpSettings {
  url: string;
  apikey: string | undefined;
  agent: string;
  world: SdkWorld;
}

const TIMEOUT_MS = 30_000;
const RETRIES = 2;

export function createHttp(settings: HttpSettings): Http {
  const { world } = settings;
  const origin = hordeOrigin(settings.url);
  const defaultKey = cleanKey(settings.apikey);

  function headersOf({ takesKey }: Endpoint, options: CallOptions): Record<string, string> {
    const result: Record<string, string> = { 'Client-Agent': settings.agent };
    if (takesKey) result.apikey = options.apikey === undefined ? defaultKey : cleanKey(options.apikey);
    if (options.fields?.length) result['X-Fields'] = options.fields.join(',');
    return result;
  }

  async function request(
    url: string,
    init: RequestInit,
    { signal, timeoutMs = TIMEOUT_MS }: { signal?: AbortSignal | undefined; timeoutMs?: number },
  ): Promise<Response> {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await world.fetch(url, {
        ...init,
        signal: anySignal(signal, timeout),
      });
    } catch (cause) {
      throw faultOf(cause, signal, timeout, url);
    }
  }

  async function tryOnce<T>(spec: CallSpec, options: CallOptions): Promise<Answer<T>> {
    const url = new URL(addressOf(origin, spec.endpoint, spec.params));
    for (const [name, value] of Object.entries(spec.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const sent: Record<string, string> = headersOf(spec.endpoint, options);
    if (spec.body !== undefined) sent['Content-Type'] = 'application/json';
    if (spec.waitSeconds) sent.Prefer = `wait=${spec.waitSeconds}`;
    const timeoutMs = (options.timeoutMs ?? TIMEOUT_MS) + (spec.waitSeconds ?? 0) * 1000;
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = anySignal(options.signal, timeout);
    let response: Response;
    let text: string;
    try {
      response = await world.fetch(url, {
        method: spec.endpoint.method,
        headers: sent,
        ...(spec.body === undefined ? {} : { body: JSON.stringify(spec.body) }),
        signal,
      });
      text = await readText(response, spec.sizeBytesMax ?? ANSWER_BYTES_MAX);
    } catch (cause) {
      throw faultOf(cause, options.signal, timeout, url.href);
    }
    if (!response.ok) throw refusalOf(response.status, text, response.headers, world.now());
    const waited = /(^|[,;\s])wait\s*=/i.test(response.headers.get('preference-applied') ?? '');
    return { body: parseBody<T>(text, url.href), waited };
  }

  async function call<T>(spec: CallSpec, options: CallOptions = {}): Promise<Answer<T>> {
    const retries = options.retries ?? RETRIES;
    for (let failures = 1; ; failures++) {
      try {
        return await tryOnce<T>(spec, options);
      } catch (error) {
        if (failures > retries || !mayRepeat(spec, error)) throw error;
        const asked = error instanceof HordeApiError ? error.retryAfterSeconds : undefined;
        await world.sleep(backOffMs(failures, asked, world.random()), options.signal);
      }
    }
  }

  return { origin, world, call, request };
}

/**
 * The address of an endpoint.
 * @throws TypeError when a parameter of the path is missing or empty, which would name another endpoint
 */
export function addressOf(
  origin: string,
  { path }: Pick<Endpoint, 'path'>,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(params[name] ?? '');
    if (value === '') throw new TypeError(`${path} needs a value for "${name}"`);
    return encodeURIComponent(value);
  });
  return origin + filled;
}

/** A call that the rate limiter refused was not carried out; after any other fault a POST may have been. */
function mayRepeat(spec: CallSpec, error: unknown): boolean {
  if (!isTransient(error)) return false;
  if (error instanceof HordeApiError && error.status === 429) return true;
  return spec.endpoint.method !== 'POST';
}

function faultOf(
  cause: unknown,
  signal: AbortSignal | undefined,
  timeout: AbortSignal,
  url: string,
): unknown {
  if (signal?.aborted) return signal.reason;
  if (cause instanceof HordeNetworkError) return cause;
  const host = URL.parse(url)?.host || 'The address';
  if (timeout.aborted)
    return new HordeNetworkError(`${host} did not answer in time`, { cause, timedOut: true });
  return new HordeNetworkError(`${host} could not be reached: ${causeText(cause)}`, { cause });
}

/** Node hides the reason of a failed fetch in `cause`. */
function causeText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}

function parseBody<T>(text: string, url: string): T {
  if (text === '') return null as T;
  try {
    return parseJson(text) as T;
  } catch (cause) {
    if (cause instanceof HordeNetworkError) throw cause;
    throw new HordeNetworkError(`${new URL(url).host} answered with something that is no JSON`, { cause });
  }
}
