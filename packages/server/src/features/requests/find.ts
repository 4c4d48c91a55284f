import type { Horde } from '../../app/horde.ts';
import type { ImageEntry } from '../jobs/index.ts';
import { readAllRequests, readRequests } from './boardRows.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

type Needs = Pick<Horde, 'board' | 'db' | 'world' | 'changes'>;

/** A request that has not expired; one that another node took in is read and put on the board. */
export async function findRequest(horde: Needs, id: string): Promise<ImageEntry | undefined> {
  if (!UUID.test(id)) return undefined;
  const key = id.toLowerCase();
  const entry = horde.board.get(key);
  if (entry) return entry.expiresAtMs > horde.world.now() ? entry : undefined;
  await refreshRequest(horde, key);
  return horde.board.get(key);
}

/** Reads a request afresh, whatever the board believes of it. */
export async function refreshRequest(horde: Needs, id: string): Promise<void> {
  const [fields] = await readRequests(horde.db, [id]);
  if (!fields) horde.changes.gone(id);
  else if (horde.board.get(id)) horde.changes.heard(id, fields);
  else horde.board.add(fields);
}

/** Fills the board at the start of a node. @returns how many requests it holds. */
export async function loadBoard(horde: Needs): Promise<number> {
  let count = 0;
  for await (const page of readAllRequests(horde.db)) {
    for (const fields of page) if (!horde.board.get(fields.id)) horde.board.add(fields);
    count += page.length;
  }
  return count;
}
