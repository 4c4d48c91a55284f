import type { Context } from '../app/context.ts';
import type { Timers } from '../platform/timers.ts';
import type { Horde } from './horde.ts';
import { compareAll, refreshRequests, Sweep } from './requests/index.ts';

/** Changes of so many milliseconds go as one notification: never one for each row (design §3.5). */
const GATHER_MILLISECONDS = 20;
/** What could not be told is told again after so long. */
const RETRY_MILLISECONDS = 1000;
/** Ids in one message. */
const IDS_MAX = 5000;

/** Gathers what this node has changed and tells the others by id; they read the rows themselves. */
export class Announcer<Id extends string | number> {
  readonly #context: Pick<Context, 'bus' | 'log'>;
  readonly #topic: string;
  readonly #gatherMs: number;
  #ids = new Set<Id>();
  #timer: NodeJS.Timeout | undefined;

  constructor(context: Pick<Context, 'bus' | 'log'>, topic: string, gatherMs = GATHER_MILLISECONDS) {
    this.#context = context;
    this.#topic = topic;
    this.#gatherMs = gatherMs;
  }

  changed(id: Id): void {
    this.#ids.add(id);
    this.#timer ??= setTimeout(() => this.#send(), this.#gatherMs).unref();
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
    this.#timer = this.#ids.size > 0 ? setTimeout(() => this.#send(), pauseMs).unref() : undefined;
  }
}

export const REQUESTS = 'requests';
export const WORKERS = 'workers';
/** Of accounts. */
export const BALANCES = 'balances';

/** Follows what other nodes change. After a gap everything that may be stale is read again. Call it before anything is read. */
export function followOtherNodes(horde: Horde): void {
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
export function tendBelief(horde: Horde, timers: Timers): void {
  const sweep = new Sweep(horde);
  timers.repeat({ name: 'compare boards', everyMs: 2_000, run: async () => void (await sweep.next()) });
  timers.repeat({ name: 'compare balances', everyMs: 5_000, run: () => horde.balances.reloadSome() });
}
