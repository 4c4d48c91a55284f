import { setTimeout as pause } from 'node:timers/promises';
import { Crowd, type Hand, type HeldJob } from '../kill/crowd.ts';
import type { HordeProcess } from '../kill/hordeProcess.ts';
import { CRAFTS, Guild } from './crafts.ts';

/** Those who ask at the same time. */
const ASKING = 6;
const SHARED_KEYS = 3;

/**
 * People and workers who go to another node with each call, and who now and then take a request back, tell how far they
 * are, give a job up, or walk away with it.
 */
export class Roamers {
  readonly crowd: Crowd;
  /** Scribes and Alchemists, beside the Dreamers of the crowd. */
  readonly guilds: readonly Guild[];
  /** Jobs that their workers will not come back with. */
  readonly dropped: string[] = [];
  readonly #random: () => number;
  #isOver = false;

  constructor(nodes: readonly HordeProcess[], random: () => number) {
    this.#random = random;
    this.crowd = new Crowd(() => nodes[Math.floor(random() * nodes.length)]!.url);
    this.guilds = CRAFTS.map(craft => new Guild(craft, this.crowd, random));
  }

  async gather(): Promise<void> {
    await this.crowd.gather();
    const owners = this.crowd.people.slice(1, 1 + SHARED_KEYS);
    for (const apikey of owners) {
      const body = { name: 'for my friends', kudos: 50_000 };
      const { body: key } = await this.crowd.call('PUT', '/sharedkeys', { apikey, body });
      this.crowd.people.push(String(key.id));
    }
  }

  /** Goes on until `end`. @throws Error with the first thing that must not be */
  async live(): Promise<void> {
    await Promise.all([
      ...Array.from({ length: ASKING }, () => this.#asks()),
      ...this.crowd.workers.map(hand => this.#works(hand)),
      this.#changesItsMind(),
      ...this.guilds.map(guild => guild.live(() => this.#isOver)),
    ]);
  }

  /** Work on until no request waits that a worker could take. */
  async workOff(): Promise<void> {
    await Promise.all([this.crowd.workOff(), ...this.guilds.map(guild => guild.workOff())]);
  }

  end(): void {
    this.#isOver = true;
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #oneOf<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }

  async #asks(): Promise<void> {
    while (!this.#isOver) {
      const images = 1 + Math.floor(this.#random() * 4);
      const { status, body } = await this.crowd.askOnce(this.#oneOf(this.crowd.people)!, { images });
      // Enough of this account waits already.
      if (status !== 202 && status !== 429)
        throw new Error(`a request was refused: ${status} ${JSON.stringify(body)}`);
      await pause(this.#random() * (status === 429 ? 1000 : 300));
    }
  }

  async #changesItsMind(): Promise<void> {
    while (!this.#isOver) {
      const id = this.#oneOf([...this.crowd.accepted].slice(-50));
      if (id !== undefined) await this.crowd.call('DELETE', `/generate/status/${id}`);
      await pause(this.#random() * 500);
    }
  }

  async #works(hand: Hand): Promise<void> {
    while (!this.#isOver) {
      const jobs = await this.crowd.pop(hand, this.#chance(0.3) ? 2 : 0);
      await Promise.all(jobs.map(job => this.#does(job)));
      if (jobs.length === 0) await this.#isWelcomeAgain(hand);
      await pause(this.#random() * 100);
    }
  }

  async #does(job: HeldJob): Promise<void> {
    if (this.#chance(0.02)) {
      this.dropped.push(job.id);
      return;
    }
    if (this.#chance(0.3)) {
      const body = { id: job.id, step: 3, steps: 10 };
      const { status, body: answer } = await this.crowd.call('POST', '/generate/progress', {
        apikey: job.apikey,
        body,
      });
      if (status !== 200) throw new Error(`progress was refused: ${status} ${JSON.stringify(answer)}`);
    }
    await pause(this.#random() * 50);
    await this.crowd.submit(job, this.#chance(0.03) ? 'faulted' : 'ok');
  }

  /** Ends the maintenance of workers that were put into it for dropping too many jobs. */
  async #isWelcomeAgain({ apikey, name }: Hand): Promise<void> {
    const found = await this.crowd.call('GET', `/workers/name/${encodeURIComponent(name)}`);
    if (found.status !== 200 || !found.body.maintenance_mode) return;
    const body = { maintenance: false };
    await this.crowd.call('PUT', `/workers/${found.body.id}`, { apikey, body });
  }
}
