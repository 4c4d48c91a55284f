import { parseUuid } from '@openhorde/contract';
import type { Executor } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Entry, isTakenBack, type NewEntry } from '../board/index.ts';
import type { CoreOffer, Kind, Kinds } from '../kind.ts';
import { readAllRequests, readRequests } from './boardRows.ts';
import type { RequestChanges } from './changes.ts';

export interface FindNeeds {
  kinds: Kinds;
  db: Executor;
  world: Pick<World, 'now'>;
  changes: Pick<RequestChanges, 'heard' | 'gone'>;
  running: { removeRequest(requestId: string): void };
}

function onBoard({ kinds }: Pick<FindNeeds, 'kinds'>, id: string): Entry<unknown> | undefined {
  for (const { board } of kinds.values()) {
    const entry = board.get(id);
    if (entry) return entry;
  }
  return undefined;
}

/** As `onBoard`, but undefined when the request has expired as far as this node knows. */
function aliveOnBoard(horde: Pick<FindNeeds, 'kinds' | 'world'>, id: string): Entry<unknown> | undefined {
  const entry = onBoard(horde, id);
  return entry && entry.expiresAtMs > horde.world.now() ? entry : undefined;
}

/**
 * A request that has not expired. One that another node took in is read and put on the board, and one that is over here is
 * read again: another node may have given it more time.
 */
export async function findRequest(horde: FindNeeds, id: string): Promise<Entry<unknown> | undefined> {
  const key = parseUuid(id);
  if (key === undefined) return undefined;
  return aliveOnBoard(horde, key) ?? (await findRequests(horde, [key])).get(key);
}

/** A request of one kind that has not expired. */
export async function findOn<R, O extends CoreOffer>(
  horde: FindNeeds,
  kind: Pick<Kind<R, O>, 'name'>,
  id: string,
): Promise<Entry<R> | undefined> {
  const entry = await findRequest(horde, id);
  return entry?.kind === kind.name ? (entry as Entry<R>) : undefined;
}

/** Requests of any kind that have not expired, by id; those that this node does not know are read in one query. */
export async function findRequests(
  horde: FindNeeds,
  ids: readonly string[],
): Promise<Map<string, Entry<unknown>>> {
  const keys = [...new Set(ids.map(parseUuid).filter(id => id !== undefined))];
  const unknown = keys.filter(key => !aliveOnBoard(horde, key));
  const aside = await refreshRequests(horde, unknown);
  const found = new Map(aside.map(entry => [entry.id, entry]));
  for (const key of keys) {
    const entry = aliveOnBoard(horde, key);
    if (entry) found.set(key, entry);
  }
  return found;
}

/** Reads a request afresh, whatever the board believes of it. */
export async function refreshRequest(horde: FindNeeds, id: string): Promise<void> {
  await refreshRequests(horde, [id]);
}

/** Ids that are read in one query. */
const REFRESHED_MAX = 1000;

/**
 * Reads requests afresh, whatever the boards believe of them.
 * @returns those that are there and on no board, since they were taken back
 */
export async function refreshRequests(horde: FindNeeds, ids: readonly string[]): Promise<Entry<unknown>[]> {
  const aside: Entry<unknown>[] = [];
  for (let from = 0; from < ids.length; from += REFRESHED_MAX) {
    const some = ids.slice(from, from + REFRESHED_MAX);
    const found = new Map(
      (await readRequests(horde.db, some, horde.world.now())).map(fields => [fields.id, fields]),
    );
    for (const id of some) {
      const fields = found.get(id);
      if (!fields) {
        forgetRequest(horde, id);
        continue;
      }
      const known = onBoard(horde, id);
      if (known && known.version > fields.version) continue;
      // Its jobs have ended, at whatever node.
      if (fields.processing === 0) horde.running.removeRequest(id);
      if (known) horde.changes.heard(id, fields);
      const entry = put(horde, fields);
      if (entry && !onBoard(horde, id)) aside.push(entry);
    }
  }
  return aside;
}

/** It is not there any more. */
export function forgetRequest(
  { running, changes }: Pick<FindNeeds, 'running' | 'changes'>,
  id: string,
): void {
  running.removeRequest(id);
  changes.gone(id);
}

/** Fills the boards at the start of a node. @returns how many requests they hold. */
export async function loadBoards(horde: FindNeeds): Promise<number> {
  let count = 0;
  for await (const page of readAllRequests(horde.db, horde.world.now())) {
    for (const fields of page) put(horde, fields);
    count += page.length;
  }
  return count;
}

/**
 * Puts a request that was read on its board, unless it is there by now; one that was taken back only looks like it. A request
 * of a kind that this node does not open stays in the database, for a node that does.
 */
function put({ kinds }: Pick<FindNeeds, 'kinds'>, fields: NewEntry<unknown>): Entry<unknown> | undefined {
  const board = kinds.get(fields.kind)?.board;
  const known = board?.get(fields.id);
  return known ?? (isTakenBack(fields) ? board?.aside(fields) : board?.add(fields));
}
