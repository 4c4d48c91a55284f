import { setTimeout as pause } from 'node:timers/promises';
import type { Crowd, HeldJob } from './crowd.ts';
import { inLanes, type Measured, type Meter, Stopwatch, times } from './lanes.ts';
import type { ScenarioName } from './options.ts';

export interface Length {
  seconds: number;
  /** How long workers are at a job. */
  jobSeconds: number;
  lanes: number;
  backlog: number;
  meter: Meter;
}

/** Runs a scenario against a horde in which `backlog` requests wait; as many wait afterwards. */
export type Scenario = (crowd: Crowd, length: Length) => Promise<Measured>;

export const scenarios: Record<ScenarioName, Scenario> = {
  /**
   * A request comes in, a worker takes the one that is next, hands in what it took some seconds ago, and the
   * requester looks: four calls.
   */
  async cycle(crowd, { seconds, lanes, jobSeconds, meter }) {
    const held = Array.from({ length: lanes }, (): HeldJob[] => []);
    const work = async (lane: number) => {
      const id = await crowd.ask();
      const mine = held[lane]!;
      mine.push(await crowd.take(lane));
      if (mine[0]!.readyAtMs <= performance.now()) await crowd.handIn(mine.shift()!);
      await crowd.look(id);
    };
    // Until the first jobs are ready nothing is handed in, and the cycle is not whole.
    await repeat(jobSeconds + seconds / 10, lanes, new Stopwatch(), work);
    const watch = new Stopwatch(meter);
    await repeat(seconds, lanes, watch, work);
    await handInAll(crowd, held.flat(), lanes);
    return watch.result();
  },

  /** Workers take jobs, in bursts of at most half of what waits; between the bursts everything is put back. */
  async 'pop-hit'(crowd, { seconds, lanes, backlog, meter }) {
    const watch = new Stopwatch(meter);
    const burst = Math.max(1, Math.min(Math.floor(backlog / 2), 2000));
    while (watch.spentSeconds < seconds / 4) {
      const held: HeldJob[] = [];
      await watch.start();
      await times(burst, lanes, async lane => {
        const job = await watch.time(() => crowd.take(lane));
        if (job) held.push(job);
      });
      await watch.pause();
      await times(held.length, lanes, async () => void (await crowd.ask()));
      await handInAll(crowd, held, lanes);
    }
    return watch.result();
  },

  /** Idle workers ask for jobs, and nothing of all that waits is for them. */
  'pop-miss': (crowd, length) => forAWhile(length, lane => crowd.takeInVain(lane)),

  /** Requesters look how far they are. */
  check: (crowd, length) => forAWhile(length, () => crowd.look(crowd.someId())),
};

async function handInAll(crowd: Crowd, jobs: readonly HeldJob[], lanes: number): Promise<void> {
  const readyAtMs = Math.max(0, ...jobs.map(job => job.readyAtMs));
  await pause(readyAtMs - performance.now());
  await times(jobs.length, lanes, async (_, n) => crowd.handIn(jobs[n]!));
}

/** A tenth of the time to warm up, then `seconds` that count. */
async function forAWhile(
  { seconds, lanes, meter }: Length,
  work: (lane: number) => Promise<void>,
): Promise<Measured> {
  await repeat(seconds / 10, lanes, new Stopwatch(), work);
  const watch = new Stopwatch(meter);
  await repeat(seconds, lanes, watch, work);
  return watch.result();
}

async function repeat(
  seconds: number,
  lanes: number,
  watch: Stopwatch,
  work: (lane: number) => Promise<void>,
): Promise<void> {
  await watch.start();
  const endsAt = performance.now() + seconds * 1000;
  await inLanes(
    lanes,
    () => performance.now() >= endsAt,
    async lane => void (await watch.time(() => work(lane))),
  );
  await watch.pause();
}

/** Lets requests come in until `backlog` of them wait. @returns how that went; undefined when as many wait already */
export async function fill(crowd: Crowd, { lanes, backlog, meter }: Length): Promise<Measured | undefined> {
  const missing = backlog - (await crowd.waiting());
  if (missing <= 0) return undefined;
  const watch = new Stopwatch(meter);
  await watch.start();
  await times(missing, lanes, async () => void (await watch.time(() => crowd.ask())));
  await watch.pause();
  return watch.result();
}
