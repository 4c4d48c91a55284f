/** What went wrong, sorted by what a person can do about it. */
import { HordeApiError, HordeNetworkError } from '@openhorde/sdk';

export type FailureKind =
  /** No answer at all. */
  | 'unreachable'
  /** Too many calls: wait until `retryAtMs`. */
  | 'cooldown'
  /** The key is unknown. */
  | 'key'
  /** Not enough kudos for what was asked. */
  | 'kudos'
  /** The shared key has not enough left for what was asked. */
  | 'sharedKey'
  /** Not there (any more). */
  | 'gone'
  /** The horde is down for maintenance or overloaded. */
  | 'unavailable'
  /** Refused for another reason; `message` says which. */
  | 'refused'
  /** The request failed at the workers three times. */
  | 'faulted'
  /** Some pictures failed at the workers, others are there. */
  | 'partial'
  /** The page went away before the horde answered. */
  | 'interrupted'
  /** A fault of this app. */
  | 'unexpected';

export interface Failure {
  kind: FailureKind;
  /** The horde's own sentence, shown as it is; empty when there is none. */
  message: string;
  rc: string | null;
  /** When another try makes sense, ms since 1970; null: at once. */
  retryAtMs: number | null;
  /** Field path -> what is wrong with it. */
  fields: Record<string, string>;
}

/** Seconds to wait after a 429 that does not say how long. */
const COOL_DOWN_SECONDS = 10;

const KIND_BY_CODE: Record<string, FailureKind> = {
  InvalidAPIKey: 'key',
  UserNotFound: 'key',
  KudosUpfront: 'kudos',
  SharedKeyEmpty: 'sharedKey',
  SharedKeyInsufficientKudos: 'sharedKey',
  MaintenanceMode: 'unavailable',
};

/** Sorts anything thrown. */
export function failureOf(error: unknown, nowMs: number): Failure {
  if (error instanceof HordeNetworkError) return failure('unreachable', '');
  if (!(error instanceof HordeApiError))
    return failure('unexpected', error instanceof Error ? error.message : String(error));
  const base: Failure = {
    ...failure(kindOf(error), error.message),
    rc: error.rc,
    fields: error.errors ?? {},
  };
  if (base.kind !== 'cooldown') return base;
  return { ...base, retryAtMs: nowMs + (error.retryAfterSeconds ?? COOL_DOWN_SECONDS) * 1000 };
}

function kindOf(error: HordeApiError): FailureKind {
  const known = error.rc === null ? undefined : KIND_BY_CODE[error.rc];
  if (known) return known;
  if (error.status === 429) return 'cooldown';
  if (error.status === 401) return 'key';
  if (error.status === 404) return 'gone';
  if (error.status >= 500) return error.rc === null && error.status !== 503 ? 'unreachable' : 'unavailable';
  return 'refused';
}

export function failure(kind: FailureKind, message: string): Failure {
  return { kind, message, rc: null, retryAtMs: null, fields: {} };
}
