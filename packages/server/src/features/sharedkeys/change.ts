import { HordeError, type SharedKeyInput } from '@openhorde/contract';
import { sharedKeysMax } from '@openhorde/rules';
import { releaseHolds } from '../../core/kudos/index.ts';
import type { RequestChanges } from '../../core/requests/index.ts';
import type { Principal } from '../../http/index.ts';
import type { Executor } from '../../platform/db.ts';
import type { Platform } from '../../platform/platform.ts';
import { fieldsOf, type SharedKeyFields } from './fields.ts';
import { COLUMNS, type SharedKey, type SharedKeyRow, sharedKeyOf } from './sharedKey.ts';

/** Where requests are remembered. */
export interface ForgetNeeds {
  running: { removeRequest(requestId: string): void };
  changes: Pick<RequestChanges, 'gone' | 'announce'>;
}

/**
 * Makes a shared key.
 * @throws HordeError AnonForbidden, Forbidden when the account has as many as it may, NulByteInPayload, BadRequest
 */
export async function makeSharedKey(
  { db, world }: Pick<Platform, 'db' | 'world'>,
  owner: Principal,
  input: SharedKeyInput,
): Promise<SharedKey> {
  if (owner.kind === 'anonymous') throw new HordeError('AnonForbidden');
  const nowMs = world.now();
  const fields = { ...fieldsOf(input, nowMs, true), id: world.uuid(), user_id: owner.id };
  return db.transaction(async on => {
    // Calls at the same time are counted one after the other.
    await on.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [owner.id]);
    const { rows } = await on.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM shared_keys WHERE user_id = $1',
      [owner.id],
    );
    const most = sharedKeysMax(owner);
    if (rows[0]!.count >= most) {
      throw new HordeError('Forbidden', {
        message: `Your account may have ${most} shared keys at a time. Delete one that you no longer need.`,
      });
    }
    return insert(on, { ...fields, created_at: new Date(nowMs) });
  });
}

async function insert(
  on: Executor,
  fields: SharedKeyFields & { id: string; user_id: number; created_at: Date },
): Promise<SharedKey> {
  const names = Object.keys(fields);
  const { rows } = await on.query<SharedKeyRow>(
    `INSERT INTO shared_keys (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})
     RETURNING ${COLUMNS}`,
    Object.values(fields),
  );
  return sharedKeyOf(rows[0]!);
}

/**
 * Changes what is named of a shared key.
 * @throws HordeError Forbidden for others than its owner, NoSharedKeyModSelected, InvalidAPIKey when it has gone
 */
export async function editSharedKey(
  { db, world }: Pick<Platform, 'db' | 'world'>,
  key: SharedKey,
  caller: Principal,
  input: SharedKeyInput,
): Promise<SharedKey> {
  assertOwner(key, caller);
  const fields = fieldsOf(input, world.now(), false);
  const names = Object.keys(fields);
  if (names.length === 0) throw new HordeError('NoSharedKeyModSelected');
  const { rows } = await db.query<SharedKeyRow>(
    `UPDATE shared_keys SET ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')}
     WHERE id = $1 RETURNING ${COLUMNS}`,
    [key.id, ...Object.values(fields)],
  );
  if (!rows[0]) throw new HordeError('InvalidAPIKey');
  return sharedKeyOf(rows[0]);
}

/** @throws HordeError Forbidden for others than its owner */
export async function removeSharedKey(
  horde: Pick<Platform, 'db' | 'world'> & ForgetNeeds,
  key: SharedKey,
  caller: Principal,
): Promise<void> {
  assertOwner(key, caller);
  const requestIds = await horde.db.transaction(on => deleteSharedKeys(on, [key.id], horde.world.now()));
  forgetRequests(horde, requestIds);
}

/** Deletes shared keys and the requests that were made with them. @returns the ids of those requests */
export async function deleteSharedKeys(
  on: Executor,
  ids: readonly string[],
  nowMs: number,
): Promise<string[]> {
  const { rows } = await on.query<{ id: string }>(
    'DELETE FROM requests WHERE shared_key_id = ANY($1) RETURNING id',
    [ids],
  );
  const requestIds = rows.map(row => row.id);
  await releaseHolds(on, requestIds, nowMs);
  await on.query('DELETE FROM shared_keys WHERE id = ANY($1)', [ids]);
  return requestIds;
}

/** Takes requests that are deleted out of the memory of this node, and tells the others. */
export function forgetRequests({ running, changes }: ForgetNeeds, ids: readonly string[]): void {
  for (const id of ids) {
    running.removeRequest(id);
    changes.gone(id);
    changes.announce(id);
  }
}

/** Not even moderators: whoever holds a key of others could spend their kudos. */
export function assertOwner(key: Pick<SharedKey, 'userId'>, caller: Principal): void {
  if (key.userId !== caller.id) throw new HordeError('Forbidden');
}
