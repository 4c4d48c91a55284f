import { accountKind, type ImagePayloadTemplate } from '@openhorde/rules';
import type { Platform } from '../../platform/platform.ts';

/** A delivered image of a shared request. */
interface Row extends Record<string, unknown> {
  id: string;
  request_id: string;
  user_id: number;
  oauth_id: string;
  model: string;
  seed: number;
  censored: boolean;
  result: string;
  prompt: string;
  job: ImagePayloadTemplate;
}

const ROUND_MAX = 100;

const SELECT = `
  SELECT j.id, j.request_id, r.user_id, u.oauth_id, j.model, j.seed, j.censored, j.result, r.prompt, r.payload->'job' AS job
  FROM requests r JOIN jobs j ON j.request_id = r.id JOIN users u ON u.id = r.user_id
  WHERE r.shared AND r.kind = 'image' AND ($1::uuid IS NULL OR r.id = $1)
    AND j.state = 'done' AND NOT j.fake AND NOT EXISTS (SELECT FROM rating_images i WHERE i.id = j.id)
  ORDER BY j.id LIMIT ${ROUND_MAX}`;

const INSERT = `
  INSERT INTO rating_images (id, dataset_id, available, request_id, requester_id, model, created_at)
  VALUES ($1, 'shared', $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`;

/** Where a shared image lies for good. */
export const sharedKey = (id: string): string => `shared/${id}.webp`;
const metadataKey = (id: string): string => `shared/${id}.json`;

export interface SharedImagesNeeds extends Pick<Platform, 'db' | 'objects' | 'world'> {
  /** Where the result of a job lies for a while. */
  resultKey(jobId: string): string;
}

/**
 * Copies shared images that are delivered to where they are kept for good, with what they were made by, and puts them among
 * those to rate. Censored ones, and those that are no longer there, cannot be handed out.
 * @param requestId of this request alone; absent: of all
 */
export async function keepSharedImages(needs: SharedImagesNeeds, requestId?: string): Promise<void> {
  for (;;) {
    const { rows } = await needs.db.query<Row>(SELECT, [requestId ?? null]);
    for (const row of rows) {
      const available = await copy(needs, row);
      await needs.db.query(INSERT, [
        row.id,
        available,
        row.request_id,
        row.user_id,
        row.model,
        new Date(needs.world.now()),
      ]);
    }
    if (rows.length < ROUND_MAX) return;
  }
}

async function copy({ objects, resultKey }: SharedImagesNeeds, row: Row): Promise<boolean> {
  if (row.result !== 'R2' || row.censored) return false;
  const image = await objects.get(resultKey(row.id));
  if (!image) return false;
  await objects.put(sharedKey(row.id), image);
  await objects.put(metadataKey(row.id), Buffer.from(JSON.stringify(metadataOf(row), null, 2)));
  return true;
}

/** How the image was made, in the words of the original (rules-storage-stats §1). */
function metadataOf({ job, prompt, ...row }: Row): Record<string, unknown> {
  return {
    prompt,
    width: job.width,
    height: job.height,
    steps: job.ddim_steps,
    sampler: job.sampler_name,
    cfg: job.cfg_scale,
    karras: job.karras,
    pp: job.post_processing ?? [],
    set: row.request_id,
    user_type: USER_TYPES[accountKind(row.oauth_id)],
    seed: row.seed,
    model: row.model,
    censored: row.censored,
  };
}

const USER_TYPES = { anonymous: 'anon', pseudonymous: 'pseudonymous', registered: 'oauth' } as const;
