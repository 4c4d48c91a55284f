import { createHmac, timingSafeEqual } from 'node:crypto';

export type ObjectMethod = 'PUT' | 'GET';

/** What a signed address grants. */
export interface Grant {
  method: ObjectMethod;
  key: string;
  /** Seconds since 1970. */
  expiresAt: number;
  /** For PUT. */
  sizeBytesMax: number;
}

/** Query part of a signed address. */
export function signGrant(signingKey: Buffer, grant: Grant): string {
  const query = new URLSearchParams({
    expires: String(grant.expiresAt),
    max: String(grant.sizeBytesMax),
    signature: signatureOf(signingKey, grant).toString('base64url'),
  });
  return query.toString();
}

/**
 * What the query of an address grants, if this server has signed it for this method and key and it has not expired.
 * @param nowMs milliseconds since 1970.
 */
export function verifyGrant(
  signingKey: Buffer,
  method: ObjectMethod,
  key: string,
  query: Readonly<Record<string, unknown>>,
  nowMs: number,
): Grant | undefined {
  const { expires, max, signature } = query;
  const grant = { method, key, expiresAt: Number(expires), sizeBytesMax: Number(max) };
  if (typeof signature !== 'string' || !(grant.expiresAt * 1000 > nowMs)) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const expected = signatureOf(signingKey, grant);
  return given.length === expected.length && timingSafeEqual(given, expected) ? grant : undefined;
}

function signatureOf(signingKey: Buffer, { method, key, expiresAt, sizeBytesMax }: Grant): Buffer {
  // Keys hold no line ends, so two different grants never read alike.
  return createHmac('sha256', signingKey).update([method, key, expiresAt, sizeBytesMax].join('\n')).digest();
}
