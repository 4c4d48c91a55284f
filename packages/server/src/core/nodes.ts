import type { Platform } from '../platform/platform.ts';
import type { Balances } from './kudos/index.ts';
import { type FindNeeds, refreshRequests } from './requests/index.ts';
import type { WorkerRegistry } from './workers/index.ts';

/** Changes of so many milliseconds go as one notification: never one for each row (design §3.5). */
const GATHER_MILLISECONDS = 20;

/** Gathers what this node has changed and tells the others by id; they read the rows themselves. */
export class Announcer {
  readonly #context: Pick<Platform, 'bus' | 'log' | 'world'>;
  readonly #topic: string;
  #ids = new Set<string>();
  #isWaiting = false;

  constructor(context: Pick<Platform, 'bus' | 'log' | 'world'>, topic: string) {
    this.#context = context;
    this.#topic = topic;
  }

  changed(id: string): void {
    this.#ids.add(id);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#context.world.after(GATHER_MILLISECONDS, () => this.#send());
  }

  #send(): void {
    const ids = [...this.#ids];
    this.#ids = new Set();
    this.#isWaiting = false;
    // A hint: whoever misses it finds the truth in the database at the next claim or look.
    this.#context.bus
      .publish(this.#topic, ids)
      .catch(error => this.#context.log.warn({ err: error }, 'other nodes were not told of changes'));
  }
}

export const REQUESTS = 'requests';
export const WORKERS = 'workers';
/** Of accounts, which a command has moved beside the nodes. */
export const BALANCES = 'balances';

export interface FollowNeeds extends FindNeeds, Pick<Platform, 'bus' | 'log'> {
  workers: Pick<WorkerRegistry, 'load'>;
  balances: Pick<Balances, 'load'>;
}

/** Follows what other nodes change. After a gap everything that may be stale is read again. */
export function followOtherNodes(horde: FollowNeeds): void {
  const guard = (work: Promise<unknown>) =>
    work.catch(error => horde.log.warn({ err: error }, 'a change by another node was not read'));
  horde.bus.subscribe(REQUESTS, (payload, own) => {
    if (!own) void guard(refreshRequests(horde, payload as string[]));
  });
  horde.bus.subscribe(WORKERS, (payload, own) => {
    if (!own) void guard(horde.workers.load(payload as string[]));
  });
  horde.bus.subscribe(BALANCES, (payload, own) => {
    if (!own) void guard(horde.balances.load(payload as number[]));
  });
  horde.bus.onGap(() => {
    void guard(horde.workers.load());
    for (const { board } of horde.kinds.values()) {
      void guard(
        refreshRequests(
          horde,
          [...board.entries()].map(({ id }) => id),
        ),
      );
    }
  });
}
