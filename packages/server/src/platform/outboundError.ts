/** Why an outbound fetch failed. `network` is everything that the far side or the way to it did. */
export type OutboundReason =
  | 'address'
  | 'protocol'
  | 'port'
  | 'credentials'
  | 'redirects'
  | 'too large'
  | 'timeout'
  | 'network';

export class OutboundError extends Error {
  override name = 'OutboundError';
  readonly reason: OutboundReason;

  constructor(reason: OutboundReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** @param timeout the signal of the time limit, to tell it from the caller's own. */
export function toOutboundError(error: unknown, timeout: AbortSignal): OutboundError {
  const refused = causes(error).find(cause => cause instanceof OutboundError);
  if (refused) return refused;
  if (timeout.aborted) return new OutboundError('timeout', 'no whole answer in time', { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  return new OutboundError('network', message, { cause: error });
}

/** An error and what lies behind it; a connection that tried several addresses holds one for each. */
function causes(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [error];
  const inner = error instanceof AggregateError ? error.errors : [];
  return [error, ...inner.flatMap(causes), ...(error.cause === undefined ? [] : causes(error.cause))];
}
