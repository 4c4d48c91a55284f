/** What a return code stands for. */
export interface ReturnCodeEntry {
  /** HTTP status. */
  readonly status: number;
  /** What went wrong and what to do, for people. */
  readonly message: string;
  /** When a call may be sent again, for those of status 503. */
  readonly retryAfterSeconds?: number;
}

/** Checks a family of codes and keeps their names. */
export const family = <const F extends Record<string, ReturnCodeEntry>>(entries: F): F => entries;
