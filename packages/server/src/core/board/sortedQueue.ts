/**
 * Waiting requests in the order in which they are served, with their rank.
 *
 * A list of short sorted chunks: inserting moves at most one chunk's pointers, and the rank of an entry is a sum over
 * the chunks before it plus a look into its own (at 100,000 entries some 200 additions). The order never changes while
 * an entry stands here, since waiting is part of the constant order key (rules: order).
 */

export interface Ordered {
  /** Larger is served first. */
  readonly orderKey: number;
  /** Breaks ties: smaller is older and is served first. */
  readonly sequence: number;
}

/** What stands before an entry and in it: number of entries and sums of their weights. */
export interface Rank {
  /** 0-based. */
  index: number;
  /** Sums of `weigh` up to and including the entry. */
  things: number;
  jobs: number;
}

export interface Weight {
  things: number;
  jobs: number;
}

interface Chunk<E> {
  entries: E[];
  things: number;
  jobs: number;
}

const CHUNK_MAX = 512;

/** Negative: a is served before b. */
export function compareOrder(a: Ordered, b: Ordered): number {
  return b.orderKey - a.orderKey || a.sequence - b.sequence;
}

export class SortedQueue<E extends Ordered> {
  #chunks: Chunk<E>[] = [];
  #size = 0;
  readonly #scales: { weigh(entry: E): Weight };

  /** `weigh` says what an entry adds to the sums; call `reweigh` when its answer changes. */
  constructor(weigh: (entry: E) => Weight = () => ({ things: 0, jobs: 0 })) {
    this.#scales = { weigh };
  }

  get size(): number {
    return this.#size;
  }

  get first(): E | undefined {
    return this.#chunks[0]?.entries[0];
  }

  *[Symbol.iterator](): Generator<E> {
    for (const chunk of this.#chunks) yield* chunk.entries;
  }

  add(entry: E): void {
    let index = this.#chunkFor(entry);
    if (index === this.#chunks.length) {
      if (index === 0) this.#chunks.push({ entries: [], things: 0, jobs: 0 });
      index = this.#chunks.length - 1;
    }
    const chunk = this.#chunks[index]!;
    chunk.entries.splice(position(chunk.entries, entry), 0, entry);
    this.#size += 1;
    const { things, jobs } = this.#scales.weigh(entry);
    chunk.things += things;
    chunk.jobs += jobs;
    if (chunk.entries.length > CHUNK_MAX) this.#split(index);
  }

  /** `weight`: what the entry weighed when it was added or last reweighed. */
  delete(entry: E, weight: Weight = this.#scales.weigh(entry)): boolean {
    const found = this.#find(entry);
    if (!found) return false;
    const [index, at] = found;
    const chunk = this.#chunks[index]!;
    chunk.entries.splice(at, 1);
    this.#size -= 1;
    chunk.things -= weight.things;
    chunk.jobs -= weight.jobs;
    if (chunk.entries.length === 0) this.#chunks.splice(index, 1);
    return true;
  }

  /** Corrects the sums by the difference in weight of an entry that stands here. */
  reweigh(entry: E, difference: Weight): void {
    const found = this.#find(entry);
    if (!found) return;
    const chunk = this.#chunks[found[0]]!;
    chunk.things += difference.things;
    chunk.jobs += difference.jobs;
  }

  rank(entry: E): Rank | undefined {
    const found = this.#find(entry);
    if (!found) return undefined;
    const [index, at] = found;
    const rank: Rank = { index: at, things: 0, jobs: 0 };
    for (let i = 0; i < index; i += 1) {
      const chunk = this.#chunks[i]!;
      rank.index += chunk.entries.length;
      rank.things += chunk.things;
      rank.jobs += chunk.jobs;
    }
    const { entries } = this.#chunks[index]!;
    for (let i = 0; i <= at; i += 1) {
      const { things, jobs } = this.#scales.weigh(entries[i]!);
      rank.things += things;
      rank.jobs += jobs;
    }
    return rank;
  }

  /** Index of the first chunk whose last entry is not before `entry`; the number of chunks when there is none. */
  #chunkFor(entry: E): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareOrder(this.#chunks[middle]!.entries.at(-1)!, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #find(entry: E): [chunk: number, at: number] | undefined {
    const index = this.#chunkFor(entry);
    const entries = this.#chunks[index]?.entries;
    if (!entries) return undefined;
    const at = position(entries, entry);
    return entries[at] === entry ? [index, at] : undefined;
  }

  #split(index: number): void {
    const chunk = this.#chunks[index]!;
    const tail = chunk.entries.splice(CHUNK_MAX / 2);
    const moved: Chunk<E> = { entries: tail, things: 0, jobs: 0 };
    for (const entry of tail) {
      const { things, jobs } = this.#scales.weigh(entry);
      moved.things += things;
      moved.jobs += jobs;
    }
    chunk.things -= moved.things;
    chunk.jobs -= moved.jobs;
    this.#chunks.splice(index + 1, 0, moved);
  }
}

/** Index of `entry` in a sorted array, or where it belongs. */
function position(entries: readonly Ordered[], entry: Ordered): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareOrder(entries[middle]!, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
