import type { Board, Entry, NewEntry } from '../board/index.ts';
import type { Horde } from '../horde.ts';
import { readAllRequests, readRequests } from './boardRows.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

type Needs = Pick<Horde, 'kinds' | 'db' | 'world' | 'changes' | 'running'>;

function onBoard({ kinds }: Pick<Horde, 'kinds'>, id: string): Entry<unknown> | undefined {
  for (const { board } of kinds.values()) {
    const entry = board.get(id);
    if (entry) return entry;
  }
  return undefined;
}

/** The same, unless it has expired as far as this node knows. */
function aliveOnBoard(horde: Pick<Horde, 'kinds' | 'world'>, id: string): Entry<unknown> | undefined {
  const entry = onBoard(horde, id);
  return entry && entry.expiresAtMs > horde.world.now() ? entry : undefined;
}

/**
 * A request that has not expired. One that another node took in is read and put on the board, and one that is over here is
 * read again: another node may have given it more time.
 */
export async function findRequest(horde: Needs, id: string): Promise<Entry<unknown> | undefined> {
  return (await findRequests(horde, [id])).get(id.toLowerCase());
}

/** A request of one kind that has not expired. */
export async function findOn<R>(
  horde: Needs,
  board: Board<R, never>,
  id: string,
): Promise<Entry<R> | undefined> {
  const entry = await findRequest(horde, id);
  return entry && board.get(entry.id);
}

/** Requests of any kind that have not expired, by id; those that this node does not know are read in one query. */
export async function findRequests(
  horde: Needs,
  ids: readonly string[],
): Promise<Map<string, Entry<unknown>>> {
  const keys = [...new Set(ids.filter(id => UUID.test(id)).map(id => id.toLowerCase()))];
  const unknown = keys.filter(key => !aliveOnBoard(horde, key));
  await refreshRequests(horde, unknown);
  const found = new Map<string, Entry<unknown>>();
  for (const key of keys) {
    const entry = aliveOnBoard(horde, key);
    if (entry) found.set(key, entry);
  }
  return found;
}

/** Reads a request afresh, whatever the board believes of it. */
export async function refreshRequest(horde: Needs, id: string): Promise<void> {
  await refreshRequests(horde, [id]);
}

/** Ids that are read in one query. */
const REFRESHED_MAX = 1000;

/** Reads requests afresh, whatever the boards believe of them. */
export async function refreshRequests(horde: Needs, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += REFRESHED_MAX) {
    const some = ids.slice(from, from + REFRESHED_MAX);
    const found = new Map((await readRequests(horde.db, some)).map(fields => [fields.id, fields]));
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
      else add(horde, fields);
    }
  }
}

/** It is not there any more. */
export function forgetRequest({ running, changes }: Pick<Horde, 'running' | 'changes'>, id: string): void {
  running.removeRequest(id);
  changes.gone(id);
}

/** Fills the boards at the start of a node. @returns how many requests they hold. */
export async function loadBoards(horde: Needs): Promise<number> {
  let count = 0;
  for await (const page of readAllRequests(horde.db)) {
    for (const fields of page) if (!onBoard(horde, fields.id)) add(horde, fields);
    count += page.length;
  }
  return count;
}

/** A request of a kind that this node does not open stays in the database, for a node that does. */
function add({ kinds }: Pick<Horde, 'kinds'>, fields: NewEntry<unknown>): void {
  kinds.get(fields.kind)?.board.add(fields);
}
