import assert from 'node:assert/strict';
import { audit, letTimePass } from './audit.ts';
import { Crowd } from './crowd.ts';
import type { HordeProcess } from './hordeProcess.ts';
import { until } from './until.ts';

const RUNNING = 200;
const ROUNDS = 2;

/**
 * Twice over: with 200 jobs running, everybody hands in, asks, takes and takes back at once, and in the middle of
 * it `strike` kills something. It resolves when what it killed is up again; meanwhile all go on trying.
 */
export async function storm(horde: HordeProcess, strike: () => Promise<void>): Promise<Crowd> {
  const crowd = new Crowd(horde.url);
  await crowd.gather();
  for (let round = 0; round < ROUNDS; round++) {
    await crowd.ask(60);
    await crowd.take(RUNNING);
    assert.ok(crowd.held.length >= RUNNING, `only ${crowd.held.length} jobs are running`);
    const struck = Promise.withResolvers<void>();
    const paidBefore = [...crowd.told.values()].filter(({ paid }) => paid > 0).length;
    // Not at the same place each time.
    const strikeAt = paidBefore + 30 + 40 * round;
    crowd.onPaid = paid => {
      if (paid < strikeAt) return;
      crowd.onPaid = () => {};
      strike().then(struck.resolve, struck.reject);
    };
    await Promise.all([crowd.handIn(), crowd.ask(20), crowd.take(150), crowd.cancelSome(), struck.promise]);
  }
  return crowd;
}

/** Brings everything to its end, and asserts that the end is right. `restart` makes the node read its tables anew. */
export async function settle(horde: HordeProcess, crowd: Crowd, restart: () => Promise<void>): Promise<void> {
  const hopeless = await crowd.ask(3, { model: 'SDXL 1.0' });
  await crowd.workOff();
  // Only jobs are left whose workers never heard of them, since the answer to their pop was lost.
  await letTimePass(horde, hopeless);
  await restart();
  const ends = await until('every request has ended', async () => {
    await crowd.workOff();
    return crowd.ends();
  });
  assert.equal(ends.filter(end => end === 'expired').length, hopeless.length);
  assert.ok(ends.filter(end => end === 'done').length > ends.length / 2, 'most requests are done');
  await crowd.handInAgain();
  assertFairlyTold(crowd);
  await audit(horde);
}

/** No worker was paid twice for a job, and each was told what became of it. */
export function assertFairlyTold(crowd: Crowd): void {
  for (const [id, { paid, refused }] of crowd.told) {
    assert.ok(paid <= 1, `job ${id} was paid ${paid} times`);
    const fair = paid === 1 ? /^DuplicateGen$/ : /^(DuplicateGen|AbortedGen)$/;
    for (const rc of refused) assert.match(rc, fair, `job ${id}`);
  }
}
