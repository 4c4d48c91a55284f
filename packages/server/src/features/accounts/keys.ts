import { hash } from 'node:crypto';
import type { World } from '../../platform/world.ts';

/** The key that everybody may use: user 0, Anonymous. */
export const ANONYMOUS_KEY = '0000000000';

const KEY_BYTES = 16;

/** A new plain key: 22 URL-safe characters. It is shown once and stored nowhere. */
export const makeKey = (world: Pick<World, 'secret'>): string => world.secret(KEY_BYTES);

/** What is stored of a key: hex SHA-256 of salt and key. Some 0.3 µs, so that every call can afford it. */
export const hashKey = (salt: string, key: string): string => hash('sha256', salt + key, 'hex');
