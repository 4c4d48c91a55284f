import { randomBytes, randomUUID } from 'node:crypto';

/** Time, randomness and ids come in from outside, so that rules, board and ledger run on a seeded clock in tests. */
export interface World {
  /** Milliseconds since 1970. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
  uuid(): string;
  /** URL-safe random text of `bytes` random bytes. */
  secret(bytes: number): string;
}

/** The real one: system clock, system randomness. */
export const world: World = {
  now: Date.now,
  random: Math.random,
  uuid: randomUUID,
  secret: bytes => randomBytes(bytes).toString('base64url'),
};
