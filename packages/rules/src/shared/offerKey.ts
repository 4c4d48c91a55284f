import type { AnyOffer } from './records.ts';

/** Fields that no predicate over groups reads: they concern single requests, or how much the worker takes. */
export const OUTSIDE_GROUPS = [
  'ownerId',
  'speed',
  'blacklist',
  'maintenance',
  'paused',
  'requireUpfrontKudos',
  'priorityUserIds',
  'lastCheckInMs',
  'amount',
  'threads',
] as const;

const outside: ReadonlySet<string> = new Set(OUTSIDE_GROUPS);
const texts = new WeakMap<object, string>();

/**
 * A text that is equal for two offers of one kind only when predicates over groups cannot tell them apart. It stays the
 * same from pop to pop: of the speed, which every delivery changes, it holds only whether the worker counts as slow.
 */
export function offerKeyOf(offer: AnyOffer, isSlow: boolean): string {
  const parts = Object.entries(offer)
    .filter(([name]) => !outside.has(name))
    .map(([name, value]) => `${name}=${textOf(value)}`);
  return `${isSlow ? 'slow' : 'fast'} ${parts.join(' ')}`;
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value, (_, inner) => (inner instanceof Set ? [...inner] : inner));
  texts.set(value, text);
  return text;
}
