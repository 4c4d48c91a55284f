import type { ReturnCode } from './wire.ts';

/** A return code of the contract, or one that a newer or other horde has. */
type AnyReturnCode = ReturnCode | (string & Record<never, never>);

/** The server answered, and the answer is a refusal. Dispatch on `rc`, never on the sentence. */
export class HordeApiError extends Error {
  override readonly name = 'HordeApiError';
  /** HTTP status. */
  readonly status: number;
  /** Return code of the horde; null where the answer carries none (rate limiter, proxies, bad JSON). */
  readonly rc: AnyReturnCode | null;
  /** Field path -> what is wrong with it, for refusals of the validation stage. */
  readonly errors?: Record<string, string>;
  /** Seconds that the server asks to wait (`Retry-After`). */
  readonly retryAfterSeconds?: number;

  constructor(refusal: {
    status: number;
    rc: AnyReturnCode | null;
    message: string;
    errors?: Record<string, string> | undefined;
    retryAfterSeconds?: number | undefined;
  }) {
    super(refusal.message);
    this.status = refusal.status;
    this.rc = refusal.rc;
    if (refusal.errors) this.errors = refusal.errors;
    if (refusal.retryAfterSeconds !== undefined) this.retryAfterSeconds = refusal.retryAfterSeconds;
  }
}

/** No usable answer came: connection refused or cut, timeout, or a body that is no JSON. `cause` has the details. */
export class HordeNetworkError extends Error {
  override readonly name = 'HordeNetworkError';
  readonly timedOut: boolean;

  constructor(message: string, options: { cause?: unknown; timedOut?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.timedOut = options.timedOut ?? false;
  }
}

const TRANSIENT_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/**
 * True when the same call may succeed later without any change: rate limits, overload, network faults.
 * A 429 with a return code is a rule of the horde (too many requests at once), not the rate limiter.
 */
export function isTransient(error: unknown): error is HordeApiError | HordeNetworkError {
  if (error instanceof HordeNetworkError) return true;
  if (!(error instanceof HordeApiError)) return false;
  if (error.status === 429) return error.rc === null;
  return TRANSIENT_STATUSES.has(error.status);
}

/** The longest message that counts as a sentence for people. */
const MESSAGE_LENGTH_MAX = 10_000;

/** Makes the error of an answer whose status is not 2xx. `text` is the raw body, JSON or not. */
export function refusalOf(status: number, text: string, headers: Headers, nowMs: number): HordeApiError {
  const body = parseObject(text);
  const message =
    typeof body?.message === 'string'
      ? body.message.slice(0, MESSAGE_LENGTH_MAX)
      : `The server answered with status ${status}`;
  return new HordeApiError({
    status,
    rc: typeof body?.rc === 'string' ? body.rc : null,
    message,
    errors: isStringRecord(body?.errors) ? body.errors : undefined,
    retryAfterSeconds: parseRetryAfter(headers.get('retry-after'), nowMs),
  });
}

/** `Retry-After` as seconds from now; it may be a number of seconds or an HTTP date (RFC 9110 §10.2.3). */
export function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(0, (atMs - nowMs) / 1000);
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isStringRecord(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(text => typeof text === 'string')
  );
}
