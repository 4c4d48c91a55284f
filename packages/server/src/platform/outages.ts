import { ImageError } from './imageError.ts';
import { StoreFullError } from './objectStore.ts';

/**
 * What a node cannot do at the moment, through no fault of the call that asks for it:
 * - `database`: it is away.
 * - `storage`: the file system, or what is mounted there, is away or does not let us write.
 * - `full`: disk or database have no room left.
 * - `busy`: too much waits already.
 */
export type Outage = 'database' | 'storage' | 'full' | 'busy';

/** Too much waits already; the caller may try again later. */
export class BusyError extends Error {
  override readonly name: string = 'BusyError';
}

/** 57P0x shutdown or start of the server, 08xxx connection, 53300 too many connections. */
const DATABASE_CODE = /^(57P0\d|08\d{3}|53300)$/;
const SOCKET_CODES: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EAI_AGAIN',
]);
const SOCKET_CALLS: ReadonlySet<string> = new Set(['connect', 'read', 'write', 'getaddrinfo']);
/** The last is PostgreSQL's `disk_full`. */
const FULL_CODES: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', '53100']);
const STORAGE_CODES: ReadonlySet<unknown> = new Set([
  'EACCES',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENODEV',
  'ENOTCONN',
  'ENOTDIR',
  'ENXIO',
  'EPERM',
  'EROFS',
  'ESTALE',
]);

/** Undefined: something was wrong with what was asked, or with us. */
export function outageOf(error: unknown): Outage | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof StoreFullError || FULL_CODES.has(code)) return 'full';
  if (error instanceof BusyError || (error instanceof ImageError && error.reason === 'busy')) return 'busy';
  if (isOutage(error)) return 'database';
  return STORAGE_CODES.has(code) && 'syscall' in error && error.syscall !== 'connect' ? 'storage' : undefined;
}

/** Whether an error says that the database is away, and not that something was wrong with what it was asked. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (typeof code !== 'string')
    return /connection terminated|not queryable|timeout exceeded when trying to connect/i.test(error.message);
  if (SOCKET_CODES.has(code)) return SOCKET_CALLS.has(String(syscall));
  return DATABASE_CODE.test(code);
}

/** A call that failed for lack of room tells of the next minute, too: a look at the database alone does not. */
const REMEMBERED_MS = 30_000;

/** Whether something that came in could not be kept lately. */
export class Shortages {
  readonly #now: () => number;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  note(outage: Outage): void {
    if (outage === 'full' || outage === 'storage') this.#lastMs = this.#now();
  }

  get isRecent(): boolean {
    return this.#now() - this.#lastMs < REMEMBERED_MS;
  }
}
