import { HordeError } from '@openhorde/contract';

/** What a ratings service elsewhere is told (http-api-image §7). */
export interface OutsideSet {
  set: string;
  all_set_ids: readonly string[];
  client_agent: string;
  user: {
    username: string;
    trusted: boolean;
    /** Seconds. */
    account_age: number;
    kudos: number;
    kudos_accumulated: number;
    ipaddr: string;
  };
  ratings?: readonly { id: string; rating: number; artifacts?: number }[];
  best?: string;
}

const TIMEOUT_MS = 3000;

/**
 * Hands ratings to the service that the operator has named; it is his, so its address is not guarded.
 * @throws HordeError AestheticsAlreadyExist, …ServerError, …ServerRejected, …ServerDown, …ServerTimeout,
 * InvalidAestheticAttempt
 */
export async function sendOutside(address: string, set: OutsideSet): Promise<void> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${address.replace(/\/+$/, '')}/api/v1/rating/set`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(set),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await response.text();
  } catch (error) {
    throw failureOf(error);
  }
  if (response.ok) return;
  if (response.status === 403) throw new HordeError('AestheticsAlreadyExist');
  throw refusalOf(text);
}

const DOWN = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function failureOf(error: unknown): HordeError {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new HordeError('AestheticsServerTimeout', { cause: error });
  const cause = (error as { cause?: { code?: unknown } }).cause;
  return new HordeError(DOWN.has(String(cause?.code)) ? 'AestheticsServerDown' : 'InvalidAestheticAttempt', {
    cause: error,
  });
}

const MESSAGE_LENGTH_MAX = 300;

function refusalOf(text: string): HordeError {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    const said = typeof message === 'string' ? message.slice(0, MESSAGE_LENGTH_MAX) : '';
    return new HordeError(
      'AestheticsServerError',
      said ? { message: `The ratings service says: ${said}` } : {},
    );
  } catch {
    return new HordeError('AestheticsServerRejected');
  }
}
