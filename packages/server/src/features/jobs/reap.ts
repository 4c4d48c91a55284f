import type { Horde } from '../../app/horde.ts';

/** Jobs taken away in one round; the next round takes the rest. */
const ROUND_MAX = 5000;

/** Takes jobs away whose time is up: their slots go back to the queue. @returns how many. */
export async function reapJobs(horde: Horde): Promise<number> {
  const nowMs = horde.world.now();
  const overdue = [...horde.running.overdue(nowMs)].slice(0, ROUND_MAX);
  await Promise.all(
    overdue.map(async job => {
      const fault = await horde.commands.fault({ jobId: job.id, workerId: job.workerId, atMs: nowMs });
      horde.running.remove(job.id);
      if (fault.counters) horde.changes.committed(job.requestId, fault.counters);
    }),
  );
  return overdue.length;
}
