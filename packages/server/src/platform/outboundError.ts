import { forbiddenAddressIn, NameLeadsNowhere } from '@openhorde/outbound';

/**
 * Why an outbound fetch failed. `name`: a name leads to no address of the public internet, be it unknown, of an inner
 * network, or slow to tell; which of them, the caller does not learn. `network` is everything that the far
 * side or the way to it did.
 */
export type OutboundReason =
  | 'address'
  | 'name'
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
  if (forbidden) {
    const reason = forbidden instanceof NameLeadsNowhere ? 'name' : 'address';
    return new OutboundError(reason, forbidden.message, { cause: error });
  }
  if (timeout.aborted) return new OutboundError('timeout', 'no whole answer in time', { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  return new OutboundError('network', message, { cause: error });
}
