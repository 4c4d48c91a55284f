import type { GenerationStable, RequestStatusStable } from '@openhorde/contract';
import { requestState } from '@openhorde/rules';
import type { Horde } from '../../app/horde.ts';
import type { ImageEntry } from '../jobs/index.ts';
import { checkOf, requestOf } from './check.ts';
import { resultKey } from './template.ts';

/** What stands in `img` when the image is in the store; `R2` is the wire's word for it. */
const UPLOADED = 'R2';
/** What the original answers when the stored image is gone. */
const GONE = 'N/A';

interface ResultRow extends Record<string, unknown> {
  id: string;
  worker_id: string;
  worker_name: string;
  model: string;
  seed: number;
  censored: boolean;
  metadata: NonNullable<GenerationStable['gen_metadata']>;
  result: string;
}

/** A request with its finished images. */
export async function statusOf(horde: Horde, entry: ImageEntry): Promise<RequestStatusStable> {
  const { rows } = await horde.db.query<ResultRow>({
    name: 'status-results',
    text: `SELECT id, worker_id, worker_name, model, seed, censored, metadata, result FROM jobs
           WHERE request_id = $1 AND state = 'done' AND NOT fake ORDER BY finished_at`,
    values: [entry.id],
  });
  const generations = await Promise.all(rows.map(row => generationOf(horde, entry, row)));
  return { ...checkOf(horde, entry), generations, shared: entry.shared };
}

async function generationOf(horde: Horde, entry: ImageEntry, row: ResultRow): Promise<GenerationStable> {
  return {
    img: await imageOf(horde, entry, row),
    seed: String(row.seed),
    id: row.id,
    censored: row.censored,
    gen_metadata: row.metadata,
    worker_id: row.worker_id,
    worker_name: row.worker_name,
    model: row.model,
    state: 'ok',
  };
}

async function imageOf(
  { objects }: Horde,
  { resultAsUrl }: ImageEntry,
  { id, result }: ResultRow,
): Promise<string> {
  if (result !== UPLOADED) return result;
  if (resultAsUrl) return objects.downloadUrl(resultKey(id));
  return (await objects.get(resultKey(id)))?.toString('base64') ?? GONE;
}

/** `GET /generate/status`: at once, or with `Prefer: wait` when the request is done. */
export async function requestStatus(
  horde: Horde,
  id: string,
  { waitSeconds, signal }: { waitSeconds: number; signal: AbortSignal },
): Promise<RequestStatusStable> {
  const entry = await requestOf(horde, id);
  const isDone = () => requestState(entry).done;
  if (!isDone()) await horde.changes.wait(entry.id, isDone, waitSeconds * 1000, signal);
  return statusOf(horde, entry);
}

/** `DELETE /generate/status`: answers what there was, then ends the request. */
export async function cancelRequest(horde: Horde, id: string): Promise<RequestStatusStable> {
  const entry = await requestOf(horde, id);
  const status = await statusOf(horde, entry);
  const counters = await horde.commands.cancel(entry.id);
  if (counters) horde.changes.committed(entry.id, counters);
  return status;
}
