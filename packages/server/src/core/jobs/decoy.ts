import type { Executor } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import type { Match } from '../board/index.ts';
import type { CoreOffer, Kind } from '../kind.ts';
import type { Worker } from '../workers/index.ts';
import type { HandedOut } from './handedOut.ts';
import type { RunningJobs } from './runningJobs.ts';

export interface DecoyNeeds {
  world: Pick<World, 'now' | 'uuid'>;
  db: Executor;
  running: Pick<RunningJobs, 'add'>;
}

const INSERT = `
  INSERT INTO jobs (id, request_id, worker_id, worker_name, model, fake, started_at, deadline_at)
  SELECT $1, id, $3, $4, $5, true, $6, $7 FROM requests WHERE id = $2`;

/**
 * A paused worker gets a job of show, one however many it asked for: same payload, nothing taken from the request, and
 * the pair remembered, so that it sees each request once. What it submits is answered as usual and counts for no account
 * (rules-jobs §3.7).
 */
export async function handOutDecoy<R, O extends CoreOffer>(
  horde: DecoyNeeds,
  kind: Kind<R, O>,
  worker: Worker,
  offer: O,
  { entry }: Pick<Match<R>, 'entry'>,
): Promise<HandedOut<R> | undefined> {
  entry.tricked ??= new Set();
  entry.tricked.add(worker.id);
  const { world, db } = horde;
  const { requirements } = entry.group;
  const { rows } = await db.query<{ payload: unknown }>('SELECT payload FROM requests WHERE id = $1', [
    entry.id,
  ]);
  if (!rows[0]) return undefined;
  const id = world.uuid();
  const model = kind.rules.drawModel(requirements, offer);
  const ttlSeconds = kind.rules.ttlSeconds(requirements, offer);
  const startedAtMs = world.now();
  const deadlineAtMs = startedAtMs + ttlSeconds * 1000;
  const times = [new Date(startedAtMs), new Date(deadlineAtMs)];
  await db.query(INSERT, [id, entry.id, worker.id, worker.name, model, ...times]);
  horde.running.add({
    id,
    kind: kind.name,
    requestId: entry.id,
    workerId: worker.id,
    model,
    startedAtMs,
    deadlineAtMs,
    fake: true,
    progress: undefined,
  });
  return { entry, jobIds: [id], model, ttlSeconds, payload: rows[0].payload, waitingBefore: entry.waiting };
}
