import type { Reasons } from '@openhorde/rules';
import type { World } from '../platform/world.ts';
import type { Entry, Group } from './board/index.ts';
import { Explanations } from './explanations.ts';
import type { CoreOffer, KindRules } from './kindRules.ts';
import type { OfferRecord, Worker, WorkerRegistry } from './workers/index.ts';

/** Figures about all workers may be this old: they are asked for with every check. */
const FRESH_MILLISECONDS = 3000;

interface Figures {
  atMs: number;
  threads: number;
  workers: number;
  /** Display units per second; the mean of the online workers' speeds. */
  meanSpeed: number;
}

/** The workers of one kind that are online, taken together: how many hands, how fast, and who could take what. */
export class Crew<R, O extends CoreOffer> {
  readonly #rules: KindRules<R, O>;
  readonly #workers: WorkerRegistry;
  readonly #world: Pick<World, 'now'>;
  #figures: Figures | undefined;
  #offers = new WeakMap<Worker, { record: OfferRecord; bridgeAgent: string; offer: O }>();
  readonly #explanations: Explanations<Entry<R>>;
  #fitting = new WeakMap<Group<R>, { atMs: number; version: number; offers: O[]; others: Generator<O> }>();

  constructor(rules: KindRules<R, O>, workers: WorkerRegistry, world: Pick<World, 'now'>) {
    this.#rules = rules;
    this.#workers = workers;
    this.#world = world;
    this.#explanations = new Explanations(world);
  }

  figures(): Figures {
    const nowMs = this.#world.now();
    // The absence of workers is not kept: the first worker counts at once.
    const known = this.#figures?.workers ? this.#figures : undefined;
    if (known && nowMs - known.atMs < FRESH_MILLISECONDS) return known;
    let threads = 0;
    let workers = 0;
    let speed = 0;
    for (const worker of this.#workers.online(nowMs, this.#rules.name)) {
      threads += worker.threads;
      workers += 1;
      speed += worker.speed;
    }
    const meanSpeed = workers > 0 ? speed / workers / this.#rules.divisor : 0;
    this.#figures = { atMs: nowMs, threads, workers, meanSpeed };
    return this.#figures;
  }

  /** What was worked out of workers' words rests on a model reference that has changed. */
  forget(): void {
    this.#offers = new WeakMap();
    this.#fitting = new WeakMap();
  }

  /** Whether a worker that is online could take a job of the request. */
  couldTake(entry: Entry<R>): boolean {
    for (const offer of this.#fittingOffers(entry.group)) {
      if (this.#rules.isThere(entry, offer) && this.#rules.requestSkip(entry, offer) === undefined)
        return true;
    }
    return false;
  }

  /** Why no online worker takes a job of the request, and what one would take; undefined: it is not told. */
  reasons(entry: Entry<R>): Reasons | undefined {
    const { explain } = this.#rules;
    if (!explain) return undefined;
    return this.#explanations.of(entry, this.figures().workers, () =>
      explain.call(this.#rules, entry, this.#offersOnline()),
    );
  }

  *#offersOnline(): Generator<O> {
    for (const worker of this.#workers.online(this.#world.now(), this.#rules.name))
      yield this.#offerOf(worker);
  }

  /** Looked for one by one: for most requests the first worker will do, and a horde has hundreds. */
  *#fittingOffers(group: Group<R>): Generator<O> {
    const nowMs = this.#world.now();
    const { version } = this.#workers;
    let known = this.#fitting.get(group);
    if (!known || known.version !== version || nowMs - known.atMs >= FRESH_MILLISECONDS) {
      known = { atMs: nowMs, version, offers: [], others: this.#offersOnline() };
      this.#fitting.set(group, known);
    }
    const { offers, others } = known;
    yield* offers;
    for (let next = others.next(); !next.done; next = others.next()) {
      if (this.#rules.groupSkip(group.requirements, next.value) !== undefined) continue;
      offers.push(next.value);
      yield next.value;
    }
  }

  /** Working out what a list of models is costs more than all the rest, so that part is kept while list and software stay. */
  #offerOf(worker: Worker): O {
    const known = this.#offers.get(worker);
    if (known?.record === worker.offer && known.bridgeAgent === worker.bridgeAgent) {
      const {
        speed,
        threads,
        maintenance,
        paused,
        lastCheckInMs,
        ownerTrusted,
        nsfw,
        extraSlow,
        allowUnsafeIp,
      } = worker;
      Object.assign(known.offer, {
        speed,
        threads,
        maintenance,
        paused,
        lastCheckInMs,
        ownerTrusted,
        nsfw,
        extraSlow,
        allowUnsafeIp,
      });
      return known.offer;
    }
    const offer = this.#rules.offerOf(worker, worker.offer);
    this.#offers.set(worker, { record: worker.offer, bridgeAgent: worker.bridgeAgent, offer });
    return offer;
  }
}
