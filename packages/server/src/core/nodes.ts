import type { Platform } from '../platform/platform.ts';
import type { Timers } from '../platform/timers.ts';
import type { RunningJobs } from './jobs/index.ts';
import type { Balances } from './kudos/index.ts';
import { compareAll, type FindNeeds, refreshRequests, Sweep } from './requests/index.ts';
import type { WorkerRegistry } from './workers/index.ts';

/** Changes of so many milliseconds go as one notification: never one for each row (design §3.5). */
const GATHER_MILLISECONDS = 20;
/** What could not be told is told again after so long. */
const RETRY_MILLISECONDS = 1000;
/** Ids in one message. */
const IDS_MAX = 5000;

/** Gathers what this node has changed and tells the others by id; they read the rows themselves. */
export class Announcer<Id extends string | number> {
  readonly #context: Pick<Platform, 'bus' | 'log' | 'world'>;
  readonly #topic: string;
  readonly #gatherMs: number;
  #ids = new Set<Id>();
  #isWaiting = false;

  constructor(
    context: Pick<Platform, 'bus' | 'log' | 'world'>,
    topic: string,
    gatherMs = GATHER_MILLISECONDS,
  ) {
    this.#context = context;
    this.#topic = topic;
    this.#gatherMs = gatherMs;
  }

  changed(id: Id): void {
    this.#ids.add(id);
    if (!this.#isWaiting) this.#sendIn(this.#gatherMs);
  }

  #sendIn(milliseconds: number): void {
    this.#isWaiting = true;
    this.#context.world.after(milliseconds, () => void this.#send());
  }

  async #send(): Promise<void> {
    const { bus, log } = this.#context;
    const ids = [...this.#ids].slice(0, IDS_MAX);
    for (const id of ids) this.#ids.delete(id);
    let pauseMs = this.#gatherMs;
    try {
      await bus.publish(this.#topic, ids);
    } catch (error) {
      log.warn({ err: error }, 'other nodes were not told of changes');
      for (const id of ids) this.#ids.add(id);
      pauseMs = RETRY_MILLISECONDS;
    }
    this.#isWaiting = false;
    if (this.#ids.size > 0) this.#sendIn(pauseMs);
  }
}

export const REQUESTS = 'requests';
export const WORKERS = 'workers';
/** Of accounts. */
export const BALANCES = 'balances';

export interface FollowNeeds extends FindNeeds, Pick<Platform, 'bus' | 'log'> {
  workers: Pick<WorkerRegistry, 'load'>;
  balances: Pick<Balances, 'reload'>;
  running: FindNeeds['running'] & Pick<RunningJobs, 'load'>;
}

/** Follows what other nodes change. After a gap everything that may be stale is read again. Call it before anything is read. */
export function followOtherNodes(horde: FollowNeeds): void {
  const { bus, workers, balances, running } = horde;
  const follow = (topic: string, read: (ids: never) => Promise<unknown>) =>
    bus.subscribe(topic, (ids, own) => (own ? undefined : read(ids as never)));
  follow(REQUESTS, (ids: string[]) => refreshRequests(horde, ids));
  follow(WORKERS, (ids: string[]) => workers.load(ids));
  follow(BALANCES, (ids: number[]) => balances.reload(ids));
  bus.onGap(() => workers.load());
  bus.onGap(() => running.load());
  bus.onGap(() => balances.reload());
  bus.onGap(() => compareAll(horde));
}

/** What the hints of other nodes did not tell is found here, a little at a time. */
export function tendBelief(
  horde: FindNeeds & { balances: Pick<Balances, 'reloadSome'> },
  timers: Timers,
): void {
  const sweep = new Sweep(horde);
  timers.repeat({ name: 'compare boards', everyMs: 2_000, run: async () => void (await sweep.next()) });
  timers.repeat({ name: 'compare balances', everyMs: 5_000, run: () => horde.balances.reloadSome() });
}
