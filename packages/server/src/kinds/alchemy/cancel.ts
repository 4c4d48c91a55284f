import type { InterrogationStatus, Output } from '@openhorde/contract';
import type { Entry } from '../../core/board/index.ts';
import { type RunningJobs, type SettleCancelledNeeds, settleCancelled } from '../../core/jobs/index.ts';
import { type CancelNeeds, cancelRequest } from '../../core/requests/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { type Form, formsOf } from './family.ts';
import type { AlchemyKind } from './rules.ts';
import { type ShowNeeds, statusOf } from './status.ts';
import { worthOf } from './submit.ts';

type CancelFormNeeds = CancelNeeds &
  SettleCancelledNeeds &
  Pick<Platform, 'db'> & {
    find(requestId: string): Promise<Entry<unknown> | undefined>;
    running: Pick<RunningJobs, 'find'>;
  };

export type CancelAlchemyNeeds = CancelFormNeeds & ShowNeeds & Pick<Platform, 'db' | 'world'>;

/**
 * `DELETE /interrogate/status`: every form that is not done is cancelled; one at a worker is settled as if delivered.
 * @returns what is left, unlike images and texts
 * @throws HordeError RequestNotFound
 */
export async function cancelAlchemyRequest(
  horde: CancelAlchemyNeeds,
  kind: AlchemyKind,
  requestId: string,
): Promise<Output<InterrogationStatus>> {
  const forms = await formsOf(horde, requestId);
  const open = forms.filter(({ state }) => state !== 'done' && state !== 'cancelled');
  await Promise.all(open.map(form => cancelForm(horde, kind, form)));
  return statusOf(horde, kind, open.length > 0 ? await formsOf(horde, requestId) : forms);
}

async function cancelForm(
  horde: CancelFormNeeds,
  kind: AlchemyKind,
  { id }: Pick<Form, 'id'>,
): Promise<void> {
  // First nobody can take it any more; then whoever has it is paid.
  await cancelRequest(horde, { id });
  await horde.find(id);
  const entry = kind.board.get(id);
  if (!entry || entry.processing === 0) return;
  for (const jobId of await runningJobsOf(horde, id)) {
    const job = await horde.running.find(jobId);
    // Nobody has measured anything: the worker stays as fast as it was.
    if (job)
      await settleCancelled(horde, kind, entry, job, async ({ worker }) => worthOf(entry, '', worker.speed));
  }
}

/** Jobs at workers, also those that another node has handed out. */
async function runningJobsOf({ db }: Pick<Platform, 'db'>, formId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    "SELECT id FROM jobs WHERE request_id = $1 AND state = 'processing'",
    [formId],
  );
  return rows.map(row => row.id);
}
