import { createHmac, timingSafeEqual } from 'node:crypto';

/** URL-safe HMAC-SHA-256 of `text`; `purpose` keeps what was signed for one thing from being shown for another. */
export const signatureOf = (key: Buffer, purpose: string, text: string): string =>
  createHmac('sha256', key).update(`${purpose}\n${text}`).digest('base64url');

/** Compares without telling by its time how much was right. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A value as signed URL-safe text, which its bearer can read but not change. */
export function signed(key: Buffer, purpose: string, value: object): string {
  const text = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${text}.${signatureOf(key, purpose, text)}`;
}

/** What `signed` was given; undefined when anything of it was changed. */
export function unsigned(key: Buffer, purpose: string, text: string): unknown {
  const [value = '', signature = ''] = text.split('.');
  if (!isSame(signature, signatureOf(key, purpose, value))) return undefined;
  return JSON.parse(Buffer.from(value, 'base64url').toString());
}
