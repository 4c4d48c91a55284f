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

/** Whether an error says that the database is away, and not that something was wrong with what it was asked. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (typeof code !== 'string')
    return /connection terminated|not queryable|timeout exceeded when trying to connect/i.test(error.message);
  if (SOCKET_CODES.has(code)) return SOCKET_CALLS.has(String(syscall));
  return DATABASE_CODE.test(code);
}
