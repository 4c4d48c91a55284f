import type { Consequence } from '../../core/consequences.ts';
import type { SettledJob } from '../../core/jobs/index.ts';
import { type Finisher, Slot } from '../../platform/commits.ts';

const QUEUED = new Slot<string>();

/** Has the result of a job posted to the webhook of its request, once the batch that settles it is committed. */
export const deliverSettled: Consequence<SettledJob> = (batch, { settlement, request }) => {
  if (!request.hooked || settlement.cancelled) return;
  QUEUED.leave(batch, settlement.jobId);
};

// The host is only for sharing out attempts and for the log: what is connected to is decided by a URL parser.
const INSERT = `
  INSERT INTO webhook_deliveries (job_id, request_id, user_id, kind, url, host, job, created_at, due_at)
  SELECT j.id, coalesce(r.parent_id, r.id), r.user_id, r.kind, r.webhook,
         coalesce(lower(substring(r.webhook FROM '^https://(?:[^/?#\\\\]*@)?([^/?#@\\\\]+)')), ''),
         to_jsonb(j) || jsonb_build_object('parent_id', r.parent_id, 'result_as_url', r.result_as_url),
         j.finished_at, j.finished_at
  FROM jobs j JOIN requests r ON r.id = j.request_id
  WHERE j.id = ANY($1) AND j.state = 'done' AND r.webhook IS NOT NULL
  ON CONFLICT (job_id) DO NOTHING`;

/**
 * Writes the deliveries of a batch within its transaction.
 * @param onQueued called after the commit, when there were any
 */
export function deliveryQueue(onQueued: () => void): Finisher {
  return {
    name: 'webhooks',
    async finish(batch) {
      const jobIds = QUEUED.of(batch);
      if (jobIds.length === 0) return;
      await batch.client.query({ name: 'webhooks-enqueue', text: INSERT, values: [jobIds] });
      batch.afterCommit(onQueued);
    },
  };
}
