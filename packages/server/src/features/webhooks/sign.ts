import { createHmac } from 'node:crypto';

// Standard Webhooks 1.0 (https://www.standardwebhooks.com), symmetric signatures.

/** The 32 bytes that sign for an account. */
export function keyOf(serverKey: Buffer, userId: number, nonce: string): Buffer {
  return createHmac('sha256', serverKey).update(`${userId}:${nonce}`).digest();
}

/** A key as its owner gets to see it. */
export const printedKey = (key: Buffer): string => `whsec_${key.toString('base64')}`;

/**
 * The headers of a delivery. The id is the same for each attempt, so that a receiver knows what it has seen.
 * @param keys those that sign; none: the delivery is not signed
 */
export function deliveryHeaders(
  id: string,
  nowMs: number,
  body: string,
  keys: readonly Buffer[],
): Record<string, string> {
  const timestamp = Math.floor(nowMs / 1000);
  const signatures = keys.map(key => {
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    return `v1,${mac}`;
  });
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    ...(signatures.length > 0 && { 'webhook-signature': signatures.join(' ') }),
  };
}
