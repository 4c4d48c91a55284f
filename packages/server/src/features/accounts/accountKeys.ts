import {
  HordeError,
  type KeyDetails,
  type KeyInput,
  type MadeKey,
  type Output,
  rfc822,
} from '@openhorde/contract';
import { tidyLine } from '@openhorde/rules';
import { lockOwner } from '../../core/kudos/index.ts';
import type { Principal } from '../../http/index.ts';
import type { Database } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { deleteKey, insertKey, readKeys, type StoredKey } from './keyStore.ts';
import { hashKey, makeKey } from './keys.ts';
import type { UserCache } from './userCache.ts';

// Several keys for one account, each for what it is needed for (decision 0110).

const KEYS_MAX = 20;
export interface AccountKeysNeeds {
  db: Database;
  world: Pick<World, 'now' | 'secret' | 'uuid'>;
  users: UserCache;
  salt: string;
}

function keyDetails(key: StoredKey): Output<KeyDetails> {
  return {
    id: key.id,
    label: key.label,
    scope: key.scope,
    main: key.main,
    created: rfc822(key.createdAt.getTime()),
    last_used: key.lastUsedAt && rfc822(key.lastUsedAt.getTime()),
  };
}

/** @throws HordeError AnonForbidden: everybody has the anonymous key, and there is no other */
function assertOwn(owner: Principal): void {
  if (owner.kind === 'anonymous') throw new HordeError('AnonForbidden');
}

export async function listKeys({ db }: AccountKeysNeeds, owner: Principal): Promise<Output<KeyDetails>[]> {
  assertOwn(owner);
  return (await readKeys(db, owner.id)).map(keyDetails);
}

/** @throws HordeError AnonForbidden, DeletedUser, Forbidden when the account has as many as it may */
export async function makeAccountKey(
  { db, world, salt }: AccountKeysNeeds,
  owner: Principal,
  { label: sent, scope = 'all' }: KeyInput,
): Promise<Output<MadeKey>> {
  assertOwn(owner);
  const label = sent === undefined ? null : tidyLine(sent);
  if (label === '')
    throw new HordeError('BadRequest', { message: 'The label of a key must have letters that one can see.' });
  const key = makeKey(world);
  const made = await db.transaction(async on => {
    await lockOwner(on, owner.id);
    if ((await readKeys(on, owner.id)).length >= KEYS_MAX) {
      throw new HordeError('Forbidden', {
        message: `Your account has ${KEYS_MAX} keys, which is the most. Revoke one that you no longer need.`,
      });
    }
    const fields = {
      id: world.uuid(),
      keyHash: hashKey(salt, key),
      userId: owner.id,
      createdAtMs: world.now(),
    };
    return insertKey(on, { ...fields, scope, label });
  });
  return { ...keyDetails(made), key };
}

/** @throws HordeError AnonForbidden, KeyNotFound, Forbidden for the last key that opens everything */
export async function revokeKey(
  { db, users }: AccountKeysNeeds,
  owner: Principal,
  keyId: string,
): Promise<void> {
  assertOwn(owner);
  await db.transaction(async on => {
    // Two calls at once must not take each other's last key.
    await on.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [owner.id]);
    const keys = await readKeys(on, owner.id);
    const key = keys.find(({ id }) => id === keyId);
    if (!key) throw new HordeError('KeyNotFound');
    if (!keys.some(({ id, scope }) => scope === 'all' && id !== key.id)) {
      throw new HordeError('Forbidden', {
        message:
          'This is the last key of scope all: without one nobody gets in again. Make another one first.',
      });
    }
    await deleteKey(on, key.id);
    await users.tell([owner.id], on);
  });
  users.drop([owner.id]);
}
