import {
  type BoardKind,
  type Entry,
  type Group,
  isOpen,
  isTakenBack,
  newGroup,
  type RequestCounters,
} from './entry.ts';
import { type Lens, Lenses } from './lenses.ts';
import { firstOf, TRIED_MAX } from './merge.ts';
import { ModelBuckets } from './modelBuckets.ts';
import { addTo, Requesters } from './requesters.ts';
import { SortedQueue } from './sortedQueue.ts';

/**
 * The board: the waiting requests of one kind, in memory, in the order in which they are served.
 *
 * It proposes and never decides: `match` reserves jobs for a pop, the claim (one conditional SQL statement) makes it
 * true, and `apply` takes over what the database says. A crash loses nothing but reservations.
 *
 * Requests that matching cannot tell apart form a group, and what a group is to a worker is worked out once for each
 * offer (`Lenses`), so that the cost of a pop grows neither with the length of the queue nor with what it asks for.
 */

/** New fields of a request on the board; the rest starts at its row's values. */
export type NewEntry<R> = Omit<
  Entry<R>,
  'group' | 'reserved' | 'sequence' | 'tricked' | 'detail' | 'laterWords'
> & {
  requirements: R;
  tricked?: Set<string>;
};

export interface Match<R> {
  entry: Entry<R>;
  amount: number;
}

/**
 * Requests at the head of the queue that are looked at one by one. Most workers find theirs there; for one that serves
 * little, the queues of the groups that fit it are merged.
 */
const LOOKED_AT_MAX = 1000;

export class Board<R, O extends object> {
  readonly kind: BoardKind<R, O>;
  readonly #entries = new Map<string, Entry<R>>();
  readonly #groups = new Map<string, Group<R>>();
  readonly #lenses: Lenses<R, O>;
  readonly #buckets = new ModelBuckets<R>();
  readonly #requesters = new Requesters<R>();
  readonly #queue = new SortedQueue<Entry<R>>(entry => ({
    things: entry.things * entry.waiting,
    jobs: entry.waiting,
  }));
  readonly #heldBytesOf = new Map<number, number>();
  #heldBytes = 0;
  #expectedBytes = 0;
  #sequence = 0;
  #waitingJobs = 0;
  #processingJobs = 0;
  #waitingThings = 0;
  #listener: { takeable(entry: Entry<R>): void } = { takeable() {} };

  constructor(kind: BoardKind<R, O>) {
    this.kind = kind;
    this.#lenses = new Lenses(kind);
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
    return this.#requesters.of(userId);
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

  /** A request that is there already takes the counters over, when they are newer. */
  add(fields: NewEntry<R>): Entry<R> {
    const known = this.#entries.get(fields.id);
    if (known) return this.apply(fields.id, countersOf(fields)) ?? known;
    const entry = this.#entryOf(fields, this.#groupOf(fields.requirements));
    this.#entries.set(entry.id, entry);
    this.#requesters.add(entry);
    if (isOpen(entry)) this.#hold(entry, 1);
    this.#countProcessing(entry, entry.processing);
    if (isQueued(entry)) this.#enqueue(entry);
    return entry;
  }

  /** A request that was taken back, for a look at it: it is not on the board. */
  aside(fields: NewEntry<R>): Entry<R> {
    const { requirements } = fields;
    return this.#entryOf(fields, newGroup(this.kind.signature(requirements), requirements));
  }

  #entryOf(fields: NewEntry<R>, group: Group<R>): Entry<R> {
    const { requirements, tricked, ...rest } = fields;
    return {
      ...rest,
      sequence: this.#sequence++,
      reserved: 0,
      detail: this.kind.detail?.(requirements) ?? 0,
      tricked,
      laterWords: undefined,
      group,
    };
  }

  /**
   * Takes over counters that the database has committed. Commands of one transaction, and a look of another node's
   * change, end in any order: counters older than those that are known are left alone. A request that was taken back goes
   * once no worker is busy with it.
   */
  apply(id: string, counters: RequestCounters): Entry<R> | undefined {
    const entry = this.#entries.get(id);
    if (!entry || counters.version < entry.version) return entry;
    const wasQueued = isQueued(entry);
    const waitingBefore = entry.waiting;
    const wasOpen = isOpen(entry);
    this.#countProcessing(entry, counters.processing - entry.processing);
    Object.assign(entry, countersOf(counters));
    if (wasOpen !== isOpen(entry)) this.#hold(entry, wasOpen ? -1 : 1);
    const queued = isQueued(entry);
    if (wasQueued && !queued) this.#dequeue(entry, waitingBefore);
    else if (!wasQueued && queued) this.#enqueue(entry);
    else if (queued && entry.waiting !== waitingBefore) {
      const jobs = entry.waiting - waitingBefore;
      this.#queue.reweigh(entry, { things: entry.things * jobs, jobs });
      this.#countWaiting(entry, jobs);
      if (jobs > 0) this.#listener.takeable(entry);
    }
    if (isTakenBack(entry)) this.remove(id);
    return entry;
  }

  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    if (isQueued(entry)) this.#dequeue(entry, entry.waiting);
    this.#countProcessing(entry, -entry.processing);
    if (isOpen(entry)) this.#hold(entry, -1);
    this.#entries.delete(id);
    this.#requesters.remove(entry);
    entry.group.members -= 1;
    if (entry.group.members > 0) return;
    this.#groups.delete(entry.group.signature);
    this.#lenses.dismiss(entry.group);
  }

  /** The next request for a worker, reserved for it; the caller commits the claim or calls `release`. */
  match(offer: O): Match<R> | undefined {
    const lens = this.#lenses.of(offer);
    const mayTake = (entry: Entry<R>): boolean =>
      this.#lenses.fits(lens, offer, entry.group) && this.kind.requestSkip(entry, offer) === undefined;
    const first = firstOf(this.#requesters.queuesOf(this.kind.priorityUsers(offer)), mayTake);
    const entry = first ?? (this.kind.onlyPriority(offer) ? undefined : this.#next(lens, offer, mayTake));
    if (!entry) return undefined;
    const amount = Math.min(this.kind.slice(entry, offer), entry.waiting - entry.reserved);
    entry.reserved += amount;
    return { entry, amount };
  }

  #next(lens: Lens, offer: O, mayTake: (entry: Entry<R>) => boolean): Entry<R> | undefined {
    if (this.#lenses.knownFitting(lens) === 0) return undefined;
    let lookedAt = 0;
    for (const entry of this.#queue) {
      if (entry.waiting > entry.reserved && mayTake(entry)) return entry;
      if (++lookedAt >= LOOKED_AT_MAX) break;
    }
    if (lookedAt >= this.#queue.size) return undefined;
    return firstOf(
      this.#lenses.fitting(lens, offer).map(group => group.queue),
      mayTake,
    );
  }

  /** Gives a reservation back. The request may have gone meanwhile. */
  release({ entry, amount }: Match<R>): void {
    entry.reserved -= amount;
    if (this.#entries.get(entry.id) === entry && isQueued(entry)) this.#listener.takeable(entry);
  }

  /** The claim is committed: the reservation has become part of the counters. */
  claimed({ entry, amount }: Match<R>): void {
    entry.reserved -= amount;
  }

  /** Whether this worker could take this request right now. */
  fits(entry: Entry<R>, offer: O): boolean {
    return (
      this.#entries.get(entry.id) === entry &&
      isQueued(entry) &&
      entry.waiting > entry.reserved &&
      this.#lenses.fits(this.#lenses.of(offer), offer, entry.group) &&
      this.kind.requestSkip(entry, offer) === undefined
    );
  }

  /** How many waiting requests each reason keeps from this worker, as the answer of an empty pop tells. */
  skipCounters(offer: O): Record<string, number> {
    const counters = this.kind.zeroCounters();
    if (this.kind.onlyPriority(offer)) this.#countPriority(counters, offer);
    else {
      const lens = this.#lenses.of(offer);
      this.#lenses.count(counters, lens, offer);
      for (const { queue } of this.#lenses.fitting(lens, offer)) this.#countEach(counters, queue, offer);
    }
    return counters;
  }

  /** In maintenance only the requests of a worker's priority users concern it. */
  #countPriority(counters: Record<string, number>, offer: O): void {
    const mine = new Map<Group<R>, Entry<R>[]>();
    for (const queue of this.#requesters.queuesOf(this.kind.priorityUsers(offer))) {
      for (const entry of queue) getOrAdd(mine, entry.group, () => []).push(entry);
    }
    for (const [{ requirements }, entries] of mine) {
      if (this.kind.countGroup(counters, requirements, offer, entries.length)) {
        this.#countEach(counters, entries, offer);
      }
    }
  }

  #countEach(counters: Record<string, number>, entries: Iterable<Entry<R>>, offer: O): void {
    let tried = 0;
    for (const entry of entries) {
      this.kind.countRequest(counters, entry, offer);
      if (++tried >= TRIED_MAX) break;
    }
  }

  /** Jobs of a user that wait; with `models` only those of requests that name one of them. */
  waitingOf(userId: number, models?: readonly string[]): number {
    if (models === undefined) return this.#requesters.waitingJobs(userId);
    let waiting = 0;
    for (const group of this.#buckets.naming(models)) waiting += group.waitingOf.get(userId) ?? 0;
    return waiting;
  }

  /** Bytes of prompts, payloads and pictures that requests hold which wait, run or are about to (`expect`). */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** As `heldBytes`, but of one user's requests. */
  heldBytesOf(userId: number): number {
    return this.#heldBytesOf.get(userId) ?? 0;
  }

  /** Bytes of requests that are on their way to the board; negative once they are on it, or have been refused. */
  expect(userId: number, bytes: number): void {
    this.#expectedBytes += bytes;
    this.#countHeld(userId, bytes);
  }

  /** Bytes of those that are on their way: while they are, they are in the memory of this node. */
  get expectedBytes(): number {
    return this.#expectedBytes;
  }

  #hold({ userId, heldBytes }: Entry<R>, sign: 1 | -1): void {
    this.#countHeld(userId, sign * heldBytes);
  }

  #countHeld(userId: number, bytes: number): void {
    this.#heldBytes += bytes;
    addTo(this.#heldBytesOf, userId, bytes);
  }

  #groupOf(requirements: R): Group<R> {
    const signature = this.kind.signature(requirements);
    const group = getOrAdd(this.#groups, signature, () => {
      const made = newGroup(signature, requirements);
      this.#lenses.admit(made);
      return made;
    });
    group.members += 1;
    return group;
  }

  #enqueue(entry: Entry<R>): void {
    this.#queue.add(entry);
    this.#requesters.enqueue(entry);
    const { group } = entry;
    group.queue.add(entry);
    this.#lenses.resize(group, group.queue.size);
    if (group.queue.size === 1) this.#buckets.add(group, this.kind.models(group.requirements));
    this.#countWaiting(entry, entry.waiting);
    this.#waitingThings += entry.things;
    this.#listener.takeable(entry);
  }

  #dequeue(entry: Entry<R>, waitingBefore: number): void {
    this.#queue.delete(entry, { things: entry.things * waitingBefore, jobs: waitingBefore });
    this.#requesters.dequeue(entry);
    const { group } = entry;
    group.queue.delete(entry);
    this.#lenses.resize(group, group.queue.size);
    if (group.queue.size === 0) this.#buckets.delete(group, this.kind.models(group.requirements));
    this.#countWaiting(entry, -waitingBefore);
    this.#waitingThings -= entry.things;
  }

  #countWaiting(entry: Entry<R>, jobs: number): void {
    const { group, userId, things } = entry;
    this.#waitingJobs += jobs;
    this.#requesters.countWaiting(entry, jobs);
    group.waitingJobs += jobs;
    group.waitingThings += things * jobs;
    addTo(group.waitingOf, userId, jobs);
  }

  #countProcessing({ group }: Entry<R>, jobs: number): void {
    this.#processingJobs += jobs;
    group.processingJobs += jobs;
  }
}

function isQueued(entry: RequestCounters): boolean {
  return entry.waiting > 0 && !entry.faulted;
}

/** The counters among more fields. */
function countersOf(fields: RequestCounters): RequestCounters {
  const { jobs, waiting, processing, finished, restarted, faulted, cancelled } = fields;
  const { consumedCents, expiresAtMs, version } = fields;
  return {
    jobs,
    waiting,
    processing,
    finished,
    restarted,
    faulted,
    cancelled,
    consumedCents,
    expiresAtMs,
    version,
  };
}

/** The value of a key, made when it is missing. */
function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
