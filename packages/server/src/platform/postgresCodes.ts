// What PostgreSQL calls the errors that this server acts upon (its appendix A). That the database is away: `outages.ts`.

/** Asks for another try of the whole transaction: serialization failure, deadlock. */
const RETRYABLE: ReadonlySet<unknown> = new Set(['40001', '40P01']);
const FOREIGN_KEY_VIOLATION = '23503';
const UNIQUE_VIOLATION = '23505';

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null | undefined)?.code;

/** Whether PostgreSQL asks to run the transaction again. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof Error && RETRYABLE.has(codeOf(error));

/** Something of this name is there already. */
export const isUniqueViolation = (error: unknown): boolean => codeOf(error) === UNIQUE_VIOLATION;

/** What is to be deleted is pointed at, or what is to be pointed at has gone. */
export const isForeignKeyViolation = (error: unknown): boolean => codeOf(error) === FOREIGN_KEY_VIOLATION;
