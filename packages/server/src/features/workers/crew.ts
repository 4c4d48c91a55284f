import {
  groupSkip,
  IMAGE_DIVISOR,
  type ImageRequirements,
  type ImageWorkerOffer,
  isPossible,
} from '@openhorde/rules';
import type { Horde } from '../../app/horde.ts';
import type { Group } from '../board/index.ts';
import type { ImageEntry } from '../jobs/index.ts';
import { matchingOffer, NO_DEMANDS } from './imageOffer.ts';
import type { ImageOfferRecord, Worker } from './worker.ts';

/** Figures about all workers may be this old: they are asked for with every check. */
const FRESH_MILLISECONDS = 3000;

interface Figures {
  atMs: number;
  threads: number;
  workers: number;
  /** Display units per second; the mean of the online workers' speeds. */
  meanSpeed: number;
}

type Needs = Pick<Horde, 'workers' | 'world' | 'reference' | 'imageKind'>;

/** The image workers that are online, taken together: how many hands, how fast, and who could take what. */
export class Crew {
  readonly #horde: Needs;
  #figures: Figures | undefined;
  readonly #offers = new WeakMap<Worker, { record: ImageOfferRecord; offer: ImageWorkerOffer }>();
  readonly #fitting = new WeakMap<
    Group<ImageRequirements>,
    { atMs: number; version: number; offers: ImageWorkerOffer[] }
  >();

  constructor(horde: Needs) {
    this.#horde = horde;
  }

  figures(): Figures {
    const nowMs = this.#horde.world.now();
    if (this.#figures && nowMs - this.#figures.atMs < FRESH_MILLISECONDS) return this.#figures;
    let threads = 0;
    let workers = 0;
    let speed = 0;
    for (const worker of this.#horde.workers.online(nowMs, 'image')) {
      threads += worker.threads;
      workers += 1;
      speed += worker.speed;
    }
    const meanSpeed = workers > 0 ? speed / workers / IMAGE_DIVISOR : 0;
    this.#figures = { atMs: nowMs, threads, workers, meanSpeed };
    return this.#figures;
  }

  /** Whether somebody who is online could take a job of the request. */
  couldTake(entry: ImageEntry): boolean {
    const { imageKind, reference, world } = this.#horde;
    const offers = this.#fittingOffers(entry.group);
    return isPossible(entry.group.requirements, imageKind.facts(entry), offers, reference(), world.now());
  }

  #fittingOffers(group: Group<ImageRequirements>): ImageWorkerOffer[] {
    const { workers, world, reference } = this.#horde;
    const nowMs = world.now();
    const known = this.#fitting.get(group);
    if (known && known.version === workers.version && nowMs - known.atMs < FRESH_MILLISECONDS)
      return known.offers;
    const offers: ImageWorkerOffer[] = [];
    for (const worker of workers.online(nowMs, 'image')) {
      const offer = this.#offerOf(worker);
      if (groupSkip(group.requirements, offer, reference()) === undefined) offers.push(offer);
    }
    this.#fitting.set(group, { atMs: nowMs, version: workers.version, offers });
    return offers;
  }

  /** Working out what a list of models is costs more than all the rest, so that part is kept while the list stays. */
  #offerOf(worker: Worker): ImageWorkerOffer {
    const known = this.#offers.get(worker);
    if (known?.record === worker.offer) {
      const { speed, maintenance, paused, lastCheckInMs, ownerTrusted, nsfw, extraSlow, allowUnsafeIp } =
        worker;
      Object.assign(known.offer, {
        speed,
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
    const offer = matchingOffer(worker, worker.offer, NO_DEMANDS, this.#horde.reference());
    this.#offers.set(worker, { record: worker.offer, offer });
    return offer;
  }
}
