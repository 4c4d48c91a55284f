import type { BoardKind, Entry, Group, RequestCounters } from './entry.ts';
import { compareOrder, SortedQueue } from './sortedQueue.ts';

/**
 * The board: the waiting requests of one kind, in memory, in the order in which they are served.
 *
 * It proposes and never decides: `match` reserves jobs for a pop, the claim (one conditional SQL statement) makes it
 * true, and `apply` takes over what the database says. A crash loses nothing but reservations.
 *
 * Requests that matching cannot tell apart form a group; a pop evaluates eligibility once for each group that it can
 * reach through its models, so its cost grows with the variety of what waits and not with the length of the queue.
 */

/** New fields of a request on the board; the rest starts at its row's values. */
export type NewEntry<R> = Omit<Entry<R>, 'group' | 'reserved' | 'sequence' | 'tricked' | 'detail'> & {
  requirements: R;
  tricked?: Set<string>;
};

export interface Match<R> {
  entry: Entry<R>;
  amount: number;
}

/** Requests of one group tried one by one in one pop: an end for a worker whose blacklist hits everything that waits. */
const TRIED_MAX = 20_000;

export class Board<R, O> {
  readonly kind: BoardKind<R, O>;
  readonly #entries = new Map<string, Entry<R>>();
  readonly #groups = new Map<string, Group<R>>();
  /** Model -> groups with a waiting request that names it; '' -> groups that name none. */
  readonly #byModel = new Map<string, Set<Group<R>>>();
  readonly #byUser = new Map<number, Set<Entry<R>>>();
  /** Those of a user that wait, in order. */
  readonly #queuedOf = new Map<number, SortedQueue<Entry<R>>>();
  readonly #waitingOf = new Map<number, number>();
  readonly #queue = new SortedQueue<Entry<R>>(entry => ({
    things: entry.things * entry.waiting,
    jobs: entry.waiting,
  }));
  #sequence = 0;
  #waitingJobs = 0;
  #processingJobs = 0;
  #waitingThings = 0;
  #listener: { takeable(entry: Entry<R>): void } = { takeable() {} };

  constructor(kind: BoardKind<R, O>) {
    this.kind = kind;
  }

  /** `listener` is called with each request that has become takeable: new, or a job came back. */
  whenTakeable(listener: (entry: Entry<R>) => void): void {
    this.#listener = { takeable: listener };
  }

  get(id: string): Entry<R> | undefined {
    return this.#entries.get(id);
  }

  entries(): Iterable<Entry<R>> {
    return this.#entries.values();
  }

  groups(): Iterable<Group<R>> {
    return this.#groups.values();
  }

  /** Requests of a user that are on the board, finished ones included until they expire. */
  ofUser(userId: number): Iterable<Entry<R>> {
    return this.#byUser.get(userId) ?? [];
  }

  /** Sums over everything that waits or runs; `things` counts one job of each waiting request, as the original does. */
  get totals(): { requests: number; waitingJobs: number; processingJobs: number; things: number } {
    return {
      requests: this.#queue.size,
      waitingJobs: this.#waitingJobs,
      processingJobs: this.#processingJobs,
      things: this.#waitingThings,
    };
  }

  /** 0-based place in the queue and the work up to and including the request; undefined when nothing of it waits. */
  rank(entry: Entry<R>) {
    return this.#queue.rank(entry);
  }

  add(fields: NewEntry<R>): Entry<R> {
    const { requirements, ...rest } = fields;
    const entry: Entry<R> = {
      ...rest,
      sequence: this.#sequence++,
      reserved: 0,
      detail: this.kind.detail?.(requirements) ?? 0,
      tricked: fields.tricked,
      group: this.#groupOf(requirements),
    };
    this.#entries.set(entry.id, entry);
    getOrAdd(this.#byUser, entry.userId, () => new Set()).add(entry);
    this.#countProcessing(entry, entry.processing);
    if (isQueued(entry)) this.#enqueue(entry);
    return entry;
  }

  /**
   * Takes over counters that the database has committed. Commands of one transaction, and a look of another node's
   * change, end in any order: counters older than those that are known are left alone.
   */
  apply(id: string, counters: RequestCounters): Entry<R> | undefined {
    const entry = this.#entries.get(id);
    if (!entry || counters.version < entry.version) return entry;
    const wasQueued = isQueued(entry);
    const waitingBefore = entry.waiting;
    this.#countProcessing(entry, counters.processing - entry.processing);
    Object.assign(entry, counters);
    const queued = isQueued(entry);
    if (wasQueued && !queued) this.#dequeue(entry, waitingBefore);
    else if (!wasQueued && queued) this.#enqueue(entry);
    else if (queued && entry.waiting !== waitingBefore) {
      const jobs = entry.waiting - waitingBefore;
      this.#queue.reweigh(entry, { things: entry.things * jobs, jobs });
      this.#countWaiting(entry, jobs);
      if (jobs > 0) this.#listener.takeable(entry);
    }
    return entry;
  }

  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    if (isQueued(entry)) this.#dequeue(entry, entry.waiting);
    this.#countProcessing(entry, -entry.processing);
    this.#entries.delete(id);
    const mine = this.#byUser.get(entry.userId);
    mine?.delete(entry);
    if (mine?.size === 0) this.#byUser.delete(entry.userId);
    entry.group.members -= 1;
    if (entry.group.members === 0) this.#groups.delete(entry.group.signature);
  }

  /** The next request for a worker, reserved for it; the caller commits the claim or calls `release`. */
  match(offer: O): Match<R> | undefined {
    const skips = new Map<Group<R>, string | undefined>();
    const skipOf = (group: Group<R>): string | undefined => {
      if (!skips.has(group)) skips.set(group, this.kind.groupSkip(group.requirements, offer));
      return skips.get(group);
    };
    const take = (entry: Entry<R>): Match<R> => {
      const amount = Math.min(this.kind.slice(entry, offer), entry.waiting - entry.reserved);
      entry.reserved += amount;
      return { entry, amount };
    };
    const mayTake = (entry: Entry<R>): boolean => this.kind.requestSkip(entry, offer) === undefined;
    const queues = [...this.kind.priorityUsers(offer)].flatMap(userId => this.#queuedOf.get(userId) ?? []);
    const first = firstOf(queues, entry => skipOf(entry.group) === undefined && mayTake(entry));
    if (first) return take(first);
    if (this.kind.onlyPriority(offer)) return undefined;
    const entry = firstOf(
      this.#reachable(offer, skipOf).map(group => group.queue),
      mayTake,
    );
    return entry && take(entry);
  }

  release({ entry, amount }: Match<R>): void {
    entry.reserved -= amount;
    if (isQueued(entry)) this.#listener.takeable(entry);
  }

  /** The claim is committed: the reservation has become part of the counters. */
  claimed({ entry, amount }: Match<R>): void {
    entry.reserved -= amount;
  }

  /** Whether this worker could take this request right now. */
  fits(entry: Entry<R>, offer: O): boolean {
    return (
      isQueued(entry) &&
      entry.waiting > entry.reserved &&
      this.kind.groupSkip(entry.group.requirements, offer) === undefined &&
      this.kind.requestSkip(entry, offer) === undefined
    );
  }

  /** How many waiting requests each reason keeps from this worker, as the answer of an empty pop tells. */
  skipCounters(offer: O): Record<string, number> {
    const counters = this.kind.zeroCounters();
    for (const [group, entries, size] of this.#concerned(offer)) {
      if (!this.kind.countGroup(counters, group.requirements, offer, size)) continue;
      let tried = 0;
      for (const entry of entries) {
        this.kind.countRequest(counters, entry, offer);
        if (++tried >= TRIED_MAX) break;
      }
    }
    return counters;
  }

  /** Jobs of a user that wait; with `models` only those of requests that name one of them. */
  waitingOf(userId: number, models?: readonly string[]): number {
    if (models === undefined) return this.#waitingOf.get(userId) ?? 0;
    const groups = new Set(models.flatMap(model => [...(this.#byModel.get(model) ?? [])]));
    let waiting = 0;
    for (const group of groups) waiting += group.waitingOf.get(userId) ?? 0;
    return waiting;
  }

  /** What waits and concerns a worker: everything, or in maintenance the requests of its priority users alone. */
  #concerned(offer: O): [group: Group<R>, entries: Iterable<Entry<R>>, size: number][] {
    if (!this.kind.onlyPriority(offer)) {
      return [...this.#groups.values()]
        .filter(group => group.queue.size > 0)
        .map(group => [group, group.queue, group.queue.size]);
    }
    const mine = new Map<Group<R>, Entry<R>[]>();
    for (const userId of this.kind.priorityUsers(offer)) {
      for (const entry of this.#queuedOf.get(userId) ?? []) getOrAdd(mine, entry.group, () => []).push(entry);
    }
    return [...mine].map(([group, entries]) => [group, entries, entries.length]);
  }

  #groupOf(requirements: R): Group<R> {
    const signature = this.kind.signature(requirements);
    const group = getOrAdd(this.#groups, signature, () => ({
      signature,
      requirements,
      queue: new SortedQueue<Entry<R>>(),
      members: 0,
      waitingJobs: 0,
      processingJobs: 0,
      waitingThings: 0,
      waitingOf: new Map<number, number>(),
    }));
    group.members += 1;
    return group;
  }

  #enqueue(entry: Entry<R>): void {
    this.#queue.add(entry);
    getOrAdd(this.#queuedOf, entry.userId, () => new SortedQueue<Entry<R>>()).add(entry);
    const { group } = entry;
    group.queue.add(entry);
    if (group.queue.size === 1) {
      for (const model of bucketsOf(this.kind.models(group.requirements))) {
        getOrAdd(this.#byModel, model, () => new Set()).add(group);
      }
    }
    this.#countWaiting(entry, entry.waiting);
    this.#waitingThings += entry.things;
    this.#listener.takeable(entry);
  }

  #dequeue(entry: Entry<R>, waitingBefore: number): void {
    this.#queue.delete(entry, { things: entry.things * waitingBefore, jobs: waitingBefore });
    const mine = this.#queuedOf.get(entry.userId);
    mine?.delete(entry);
    if (mine?.size === 0) this.#queuedOf.delete(entry.userId);
    const { group } = entry;
    group.queue.delete(entry);
    if (group.queue.size === 0) {
      for (const model of bucketsOf(this.kind.models(group.requirements))) {
        const groups = this.#byModel.get(model);
        groups?.delete(group);
        if (groups?.size === 0) this.#byModel.delete(model);
      }
    }
    this.#countWaiting(entry, -waitingBefore);
    this.#waitingThings -= entry.things;
  }

  #countWaiting({ group, userId, things }: Entry<R>, jobs: number): void {
    this.#waitingJobs += jobs;
    group.waitingJobs += jobs;
    group.waitingThings += things * jobs;
    for (const sums of [this.#waitingOf, group.waitingOf]) {
      const sum = (sums.get(userId) ?? 0) + jobs;
      if (sum === 0) sums.delete(userId);
      else sums.set(userId, sum);
    }
  }

  #countProcessing({ group }: Entry<R>, jobs: number): void {
    this.#processingJobs += jobs;
    group.processingJobs += jobs;
  }

  /** Groups that name one of the worker's models, or none, and that it may take. */
  #reachable(offer: O, skipOf: (group: Group<R>) => string | undefined): Group<R>[] {
    const reachable = new Set<Group<R>>();
    for (const model of ['', ...this.kind.offeredModels(offer)]) {
      for (const group of this.#byModel.get(model) ?? []) {
        if (!reachable.has(group) && skipOf(group) === undefined) reachable.add(group);
      }
    }
    return [...reachable];
  }
}

/** The first entry in order over several queues that has jobs left and that may be taken: a merge that stops early. */
function firstOf<R>(
  queues: readonly SortedQueue<Entry<R>>[],
  mayTake: (entry: Entry<R>) => boolean,
): Entry<R> | undefined {
  let best: Entry<R> | undefined;
  for (const queue of queues) {
    let tried = 0;
    for (const entry of queue) {
      if (best && compareOrder(best, entry) < 0) break;
      if (entry.waiting <= entry.reserved) continue;
      if (mayTake(entry)) {
        best = entry;
        break;
      }
      if (++tried >= TRIED_MAX) break;
    }
  }
  return best;
}

function isQueued(entry: RequestCounters): boolean {
  return entry.waiting > 0 && !entry.faulted;
}

/** The value of a key, made when it is missing. */
function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function bucketsOf(models: readonly string[]): readonly string[] {
  return models.length > 0 ? models : [''];
}
