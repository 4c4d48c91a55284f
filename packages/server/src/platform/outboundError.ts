import { forbiddenAddressIn } from '@openhorde/outbound';

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
  if (error instanceof OutboundError) return error;
  const forbidden = forbiddenAddressIn(error);
  if (forbidden) return new OutboundError('address', forbidden.message, { cause: error });
  if (timeout.aborted) return new OutboundError('timeout', 'no whole answer in time', { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  return new OutboundError('network', message, { cause: error });
}
