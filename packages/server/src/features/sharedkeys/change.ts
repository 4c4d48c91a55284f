import { HordeError, type SharedKeyInput } from '@openhorde/contract';
import { sharedKeysMax } from '@openhorde/rules';
import { lockOwner } from '../../core/kudos/index.ts';
import { type EndedRequests, endRequestsOfKeys, type RequestChanges } from '../../core/requests/index.ts';
import type { Principal } from '../../http/index.ts';
import type { Executor } from '../../platform/db.ts';
import type { Platform } from '../../platform/platform.ts';
import { fieldsOf, type SharedKeyFields } from './fields.ts';
import { COLUMNS, type SharedKey, type SharedKeyRow, sharedKeyOf } from './sharedKey.ts';

/** Where requests are remembered. */
export interface ForgetNeeds {
  running: { removeRequest(requestId: string): void };
  changes: Pick<RequestChanges, 'gone' | 'announce' | 'committed'>;
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
    await lockOwner(on, owner.id);
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
  const nowMs = horde.world.now();
  forgetRequests(horde, await horde.db.transaction(on => deleteSharedKeys(on, [key.id], nowMs)));
}

/** Deletes shared keys with what was made with them, as part of a transaction. */
export async function deleteSharedKeys(
  on: Executor,
  ids: readonly string[],
  nowMs: number,
): Promise<EndedRequests> {
  // A request that comes in meanwhile waits for the key, and finds none.
  await on.query('SELECT FROM shared_keys WHERE id = ANY($1) ORDER BY id FOR UPDATE', [ids]);
  const ended = await endRequestsOfKeys(on, ids, nowMs);
  await on.query('DELETE FROM shared_keys WHERE id = ANY($1)', [ids]);
  return ended;
}

/** Takes requests that have ended out of the memory of this node, and tells the others. */
export function forgetRequests(
  { running, changes }: ForgetNeeds,
  { goneIds, cancelled }: EndedRequests,
): void {
  for (const id of goneIds) {
    running.removeRequest(id);
    changes.gone(id);
    changes.announce(id);
  }
  for (const { id, counters } of cancelled) changes.committed(id, counters);
}

/** Not even moderators may: the holder of another account's key could spend its kudos. */
export function assertOwner(key: Pick<SharedKey, 'userId'>, caller: Principal): void {
  if (key.userId !== caller.id) throw new HordeError('Forbidden');
}
