import { setTimeout as pause } from 'node:timers/promises';
import { audit } from '../kill/audit.ts';
import { assertFairlyTold } from '../kill/scenario.ts';
import { mulberry32 } from '../seededWorld.ts';
import { Nodes } from './nodes.ts';
import { Roamers } from './people.ts';
import { assertGoodWorkTaken, workOffAll } from './verdict.ts';

export interface ChaosOptions {
  seconds: number;
  /** Of everything that is left to chance here. The timing of processes and networks is not repeated. */
  seed: number;
  onEvent?(text: string): void;
}

/** Between two things that break. */
const PAUSE_MS = 1500;

/**
 * Two nodes on one database, people and workers who roam between them, and things that break: nodes are killed (`kill -9`)
 * and started again, connections are cut, jobs are walked away with. At the end one node is killed for good, and the verdict
 * is that of the other one; then it comes back, and must see the same.
 * @throws Error when anything was lost, paid twice or refused unfairly; its message names the seed
 */
export async function chaos({ seconds, seed, onEvent = () => {} }: ChaosOptions): Promise<void> {
  try {
    const nodes = await Nodes.start();
    try {
      await liveAndDie(nodes, seconds, seed, onEvent);
    } finally {
      await nodes.discard();
    }
  } catch (error) {
    throw new Error(`Chaos failed. Once more: npm run chaos -- --seed ${seed}`, { cause: error });
  }
}

async function liveAndDie(
  nodes: Nodes,
  seconds: number,
  seed: number,
  onEvent: (text: string) => void,
): Promise<void> {
  const random = mulberry32(seed);
  const roamers = new Roamers(nodes.all, mulberry32(seed + 1));
  const { crowd } = roamers;
  await roamers.gather();
  const living = roamers.live();
  // Who meets what must not be ends it all.
  const failed = new AbortController();
  living.catch(() => failed.abort());
  await breakThings(nodes, roamers, {
    endMs: performance.now() + seconds * 1000,
    random,
    onEvent,
    signal: failed.signal,
  });
  if (failed.signal.aborted) await living;
  const gone = nodes.all[random() < 0.5 ? 0 : 1]!;
  onEvent('one node is killed for good');
  await gone.kill();
  await pause(500);
  roamers.end();
  await living;
  onEvent(`${crowd.accepted.size} requests, ${crowd.told.size} jobs: working off`);
  await workOffAll(nodes, roamers);
  onEvent('handing in again');
  await crowd.handInAgain(200);
  assertFairlyTold(crowd);
  await assertGoodWorkTaken(nodes, roamers);
  await audit(nodes.up[0]!);
  onEvent('the other one comes back');
  await gone.start();
  await workOffAll(nodes, roamers);
}

interface Breaking {
  endMs: number;
  random(): number;
  onEvent(text: string): void;
  signal: AbortSignal;
}

/** Breaks one thing after the other until `endMs`; both nodes are up then. */
async function breakThings(
  nodes: Nodes,
  roamers: Roamers,
  { endMs, random, onEvent, signal }: Breaking,
): Promise<void> {
  while (performance.now() < endMs && !signal.aborted) {
    await pause(PAUSE_MS * (0.5 + random()));
    await letDroppedPass(nodes, roamers);
    const chance = random();
    if (chance < 0.3) {
      const victim = nodes.all[random() < 0.5 ? 0 : 1]!;
      onEvent('a node is killed');
      await victim.kill();
      await pause(2000 * random());
      onEvent('it is started again');
      await victim.start();
    } else if (chance < 0.7) {
      onEvent('nodes do not hear each other');
      const deafUntilMs = performance.now() + 1500 * random();
      do {
        await nodes.cut('bus');
        await pause(50);
      } while (performance.now() < deafUntilMs);
    } else {
      onEvent('connections to the database are cut');
      await nodes.cut('work');
    }
    for (const node of nodes.all)
      if (!node.isUp) throw new Error(`A node has ended by itself:\n${node.lastWords}`);
  }
}

/** Lets the deadline pass of jobs that their workers dropped. */
async function letDroppedPass({ database }: Nodes, { dropped }: Roamers): Promise<void> {
  await database.query(
    "UPDATE jobs SET deadline_at = now() - interval '1 second' WHERE state = 'processing' AND id = ANY($1)",
    [dropped.splice(0)],
  );
}
