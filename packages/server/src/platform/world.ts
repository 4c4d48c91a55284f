import { randomBytes, randomUUID } from 'node:crypto';
import type { World } from '../app/context.ts';

export type { World };

/** The real one: system clock, system randomness. */
export const world: World = {
  now: Date.now,
  random: Math.random,
  uuid: randomUUID,
  secret: bytes => randomBytes(bytes).toString('base64url'),
};
