import type { GenerationKobold, GenerationState, RequestStatusKobold } from '@openhorde/contract';
import {
  type CancelNeeds,
  type CheckNeeds,
  cancelRequest,
  checkOf,
  type FindNeeds,
  type Patience,
  type ResultRow,
  readResults,
  requestOf,
  requestWhenDone,
  type WaitNeeds,
} from '../../core/requests/index.ts';
import type { Executor } from '../../platform/db.ts';
import type { TextEntry, TextKind } from './kind.ts';

export type StatusNeeds = CheckNeeds & FindNeeds & { db: Executor };

/** `GET /generate/text/status`: at once, or with `Prefer: wait` when the request is done. */
export async function textStatus(
  horde: StatusNeeds & WaitNeeds,
  kind: TextKind,
  id: string,
  patience: Patience,
): Promise<RequestStatusKobold> {
  return statusOf(horde, kind, await requestWhenDone(horde, kind, id, patience));
}

/** `DELETE /generate/text/status`: answers what there was, then ends the request. */
export async function cancelTextRequest(
  horde: StatusNeeds & CancelNeeds,
  kind: TextKind,
  id: string,
): Promise<RequestStatusKobold> {
  const entry = await requestOf(horde, kind, id);
  const status = await statusOf(horde, kind, entry);
  await cancelRequest(horde, entry);
  return status;
}

/** A request with its finished texts. */
async function statusOf(horde: StatusNeeds, kind: TextKind, entry: TextEntry): Promise<RequestStatusKobold> {
  const rows = await readResults(horde, entry.id);
  return { ...checkOf(horde, kind, entry), generations: rows.map(generationOf) };
}

/** One finished text as the status shows it. */
export function generationOf(row: ResultRow): GenerationKobold {
  return {
    text: row.result,
    seed: row.seed,
    gen_metadata: row.metadata as NonNullable<GenerationKobold['gen_metadata']>,
    worker_id: row.worker_id,
    worker_name: row.worker_name,
    model: row.model,
    state: stateOf(row),
  };
}

function stateOf({ censored, metadata }: Pick<ResultRow, 'censored' | 'metadata'>): GenerationState {
  if ((metadata as GenerationKobold['gen_metadata'])?.some(({ value }) => value === 'csam')) return 'csam';
  return censored ? 'censored' : 'ok';
}
