import { NO_ID } from './boardRows.ts';
import { type FindNeeds, refreshRequests } from './find.ts';

/** Requests compared at a time: some milliseconds of the database. */
const PAGE = 5000;

const VERSIONS = `
  SELECT id, version FROM requests
  WHERE id > $1 AND expires_at > $3 AND kind = ANY($2) ORDER BY id LIMIT ${PAGE}`;

/**
 * Compares the boards with the table, a page at a time, and reads afresh what differs: nodes are told of changes by hints,
 * and a hint is lost with the node that was to give it, with a connection, or with the answer to a COMMIT.
 */
export class Sweep {
  readonly #horde: FindNeeds;
  #after = NO_ID;
  /** On a board when the round began, and not found in the table yet. */
  #unseen = new Set<string>();

  constructor(horde: FindNeeds) {
    this.#horde = horde;
  }

  /** Compares the next page. @returns whether it was the last one of a round */
  async next(): Promise<boolean> {
    const boards = [...this.#horde.kinds.values()].map(kind => kind.board);
    if (this.#after === NO_ID)
      this.#unseen = new Set(boards.flatMap(board => [...board.entries()].map(entry => entry.id)));
    const { rows } = await this.#horde.db.query<{ id: string; version: number }>(VERSIONS, [
      this.#after,
      [...this.#horde.kinds.keys()],
      new Date(this.#horde.world.now()),
    ]);
    const stale = rows.filter(({ id, version }) => {
      this.#unseen.delete(id);
      return !boards.some(board => (board.get(id)?.version ?? -1) >= version);
    });
    await refreshRequests(
      this.#horde,
      stale.map(({ id }) => id),
    );
    this.#after = rows.at(-1)?.id ?? NO_ID;
    if (rows.length === PAGE) return false;
    this.#after = NO_ID;
    await refreshRequests(this.#horde, [...this.#unseen]);
    return true;
  }
}

/** Compares all that there is. */
export async function compareAll(horde: FindNeeds): Promise<void> {
  const sweep = new Sweep(horde);
  while (!(await sweep.next()));
}
