import type { World } from '../../platform/world.ts';
import type { Kinds } from '../kind.ts';
import type { RequestChanges } from '../requests/index.ts';
import type { JobCommands } from './commands.ts';
import type { RunningJobs } from './runningJobs.ts';

export interface ReapNeeds {
  world: Pick<World, 'now'>;
  kinds: Kinds;
  running: Pick<RunningJobs, 'overdue' | 'remove'>;
  commands: Pick<JobCommands, 'fault'>;
  changes: Pick<RequestChanges, 'committed'>;
}

/** Jobs taken away in one round; the next round takes the rest. */
const ROUND_MAX = 5000;

/** Takes jobs away whose time is up: their slots go back to the queue. @returns how many. */
export async function reapJobs(horde: ReapNeeds): Promise<number> {
  const nowMs = horde.world.now();
  const overdue = [...horde.running.overdue(nowMs)].slice(0, ROUND_MAX);
  await Promise.all(
    overdue.map(async ({ id, kind, requestId, workerId, excused }) => {
      // A kind that this node does not open is looked after by a node that does.
      const faultsMax = horde.kinds.get(kind)?.rules.faultsMax;
      if (faultsMax === undefined) return;
      const fault = await horde.commands.fault({ jobId: id, workerId, atMs: nowMs, faultsMax, excused });
      horde.running.remove(id);
      if (fault.counters) horde.changes.committed(requestId, fault.counters);
    }),
  );
  return overdue.length;
}
