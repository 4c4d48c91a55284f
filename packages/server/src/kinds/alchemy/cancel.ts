import type { InterrogationStatus, Output } from '@openhorde/contract';
import type { Entry } from '../../core/board/index.ts';
import { type RunningJobs, type SettleCancelledNeeds, settleCancelled } from '../../core/jobs/index.ts';
import { type CancelNeeds, cancelRequest } from '../../core/requests/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { type Form, formsOf } from './family.ts';
import type { AlchemyKind } from './rules.ts';
import { type ShowNeeds, statusOf } from './status.ts';
import { worthOf } from './submit.ts';
import { sourceKey } from './template.ts';

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
  const over = await Promise.all(open.map(form => cancelForm(horde, kind, form)));
  const sourceId = forms[0]?.sourceId;
  if (sourceId && over.every(isOver => isOver)) await horde.objects.delete(sourceKey(sourceId));
  return statusOf(horde, kind, open.length > 0 ? await formsOf(horde, requestId) : forms);
}

/** @returns whether no worker was busy with it */
async function cancelForm(
  horde: CancelFormNeeds,
  kind: AlchemyKind,
  { id }: Pick<Form, 'id'>,
): Promise<boolean> {
  // First it is closed to all workers; then the worker that has it is paid.
  if (await cancelRequest(horde, { id })) return true;
  await horde.find(id);
  const entry = kind.board.get(id);
  if (!entry || entry.processing === 0) return false;
  for (const jobId of await runningJobsOf(horde, id)) {
    const job = await horde.running.find(jobId);
    // No time was measured: the worker stays as fast as it was.
    if (job)
      await settleCancelled(horde, kind, entry, job, async ({ worker }) => worthOf(entry, '', worker.speed));
  }
  return false;
}

/** Jobs at workers, also those that another node has handed out. */
async function runningJobsOf({ db }: Pick<Platform, 'db'>, formId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    "SELECT id FROM jobs WHERE request_id = $1 AND state = 'processing'",
    [formId],
  );
  return rows.map(row => row.id);
}
