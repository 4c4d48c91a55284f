import type { WorkerType } from '@openhorde/contract';
import type { Executor } from '../../platform/db.ts';
import type { Timers } from '../../platform/timers.ts';
import type { World } from '../../platform/world.ts';
import type { Kinds } from '../kind.ts';
import type { RequestChanges } from '../requests/index.ts';
import type { JobCommands } from './commands.ts';
import type { RunningJobs } from './runningJobs.ts';

export interface ReapNeeds {
  db: Executor;
  world: Pick<World, 'now'>;
  kinds: Kinds;
  running: Pick<RunningJobs, 'forgetOverdue' | 'remove'>;
  commands: Pick<JobCommands, 'fault'>;
  changes: Pick<RequestChanges, 'committed'>;
}

/** Jobs taken away in one round; the next round takes the rest. */
const ROUND_MAX = 5000;
/** After a start, or when the database was away, workers need so long to find the horde again and hand in what they have. */
const RETURN_MS = 120_000;

const OVERDUE = `
  SELECT j.id, j.worker_id, j.request_id, r.kind, j.started_at < $2 AND j.deadline_at < $3 AS excused
  FROM jobs j JOIN requests r ON r.id = j.request_id
  WHERE j.state = 'processing' AND j.deadline_at < $1 AND r.kind = ANY($4)
  ORDER BY j.deadline_at LIMIT ${ROUND_MAX}`;

interface Row extends Record<string, unknown> {
  id: string;
  worker_id: string;
  request_id: string;
  kind: WorkerType;
  excused: boolean;
}

/**
 * Takes jobs away whose time is up, whichever node handed them out: their slots go back to the queue. Each is taken on
 * the condition that it still runs, so that any number of nodes may look at the same time.
 * @param backAtMs since when the horde is there without a gap; what ran out while it was away is no worker's fault
 * @returns how many were taken away
 */
export async function reapJobs(horde: ReapNeeds, backAtMs = 0): Promise<number> {
  const { db, world, kinds, running, commands, changes } = horde;
  const nowMs = world.now();
  const times = [nowMs, backAtMs, backAtMs + RETURN_MS].map(ms => new Date(ms));
  // A kind that this node does not open is looked after by a node that does.
  const { rows } = await db.query<Row>(OVERDUE, [...times, [...kinds.keys()]]);
  const faults = rows.map(async ({ id: jobId, worker_id: workerId, request_id, kind, excused }) => {
    const { faultsMax } = kinds.get(kind)!.rules;
    const fault = await commands.fault({ jobId, workerId, atMs: nowMs, faultsMax, excused });
    running.remove(jobId);
    if (fault.counters) changes.committed(request_id, fault.counters);
    return fault.happened;
  });
  const happened = await Promise.all(faults);
  running.forgetOverdue(nowMs);
  return happened.filter(did => did).length;
}

/** Looks for such jobs again and again. */
export function tendReaping(horde: ReapNeeds, timers: Timers): void {
  let backAtMs = horde.world.now();
  let isAway = false;
  timers.repeat({
    name: 'reap jobs',
    everyMs: 5_000,
    async run() {
      if (isAway) backAtMs = horde.world.now();
      isAway = true;
      await reapJobs(horde, backAtMs);
      isAway = false;
    },
  });
}
