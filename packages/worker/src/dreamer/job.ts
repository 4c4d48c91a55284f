import type { GenerationMetadata, PopAnswer } from '@openhorde/sdk';
import type { SpoolEntry, SpooledWork } from '../spool/spool.ts';

/** A popped job: one payload for all pictures of a batch, and an entry in the spool for each that is to be made. */
export interface Job {
  /** Id of the first picture; names the job. */
  id: string;
  answer: PopAnswer;
  entries: SpoolEntry[];
  /** When the horde takes it away; null: it did not say. */
  dueAtMs: number | null;
}

export function jobOf(answer: PopAnswer, horde: string, nowMs: number): Job {
  const ids = answer.ids.length > 0 ? answer.ids : [answer.id ?? ''];
  const uploads = answer.r2_uploads ?? (answer.r2_upload ? [answer.r2_upload] : []);
  const dueAtMs = typeof answer.ttl === 'number' ? nowMs + answer.ttl * 1000 : null;
  const work: SpooledWork = { answer: { ...answer, ids }, dueAtMs, starts: 1 };
  return {
    id: ids[0] ?? '',
    answer: work.answer,
    entries: ids.map((jobId, batchIndex) => ({
      jobId,
      horde,
      state: 'working',
      batchIndex,
      work,
      uploadUrl: uploads[batchIndex] ?? null,
      seed: -1,
      metadata: [],
      createdAtMs: nowMs,
    })),
    dueAtMs,
  };
}

/** Worker processes that may begin one job: what killed two of them may be the job itself. */
const STARTS_MAX = 2;

/**
 * Sorts what an earlier process was at: jobs to take up again, and entries to give back, because their time is over or
 * they have been tried often enough. Of a batch only those pictures are in the job that are not finished.
 */
export function unfinishedJobs(
  entries: readonly SpoolEntry[],
  nowMs: number,
): { again: Job[]; lost: SpoolEntry[] } {
  const again = new Map<string, Job>();
  const lost: SpoolEntry[] = [];
  for (const entry of entries) {
    const { work } = entry;
    if (!work || work.starts >= STARTS_MAX || (work.dueAtMs !== null && work.dueAtMs <= nowMs)) {
      lost.push(entry);
      continue;
    }
    const id = work.answer.ids[0] ?? entry.jobId;
    const job = again.get(id) ?? { id, answer: work.answer, entries: [], dueAtMs: work.dueAtMs };
    job.entries.push({ ...entry, work: { ...work, starts: work.starts + 1 } });
    again.set(id, job);
  }
  return { again: [...again.values()], lost };
}

/** Entry of a picture that was made. In a batch each says which one it is. */
export function finishedEntry(entry: SpoolEntry, seed: number, metadata: GenerationMetadata[]): SpoolEntry {
  const inBatch = (entry.work?.answer.ids.length ?? 1) > 1;
  const index: GenerationMetadata[] = inBatch
    ? [{ type: 'batch_index', value: 'see_ref', ref: String(entry.batchIndex) }]
    : [];
  return { ...entry, state: 'finished', work: null, seed, metadata: [...metadata, ...index] };
}

/** Longest `ref` of the wire. */
const REF_LENGTH_MAX = 255;

/** Entry of a picture that will not come, with the reason for people. */
export function faultedEntry(entry: SpoolEntry, reason: string): SpoolEntry {
  return {
    ...entry,
    state: 'faulted',
    work: null,
    seed: -1,
    metadata: [{ type: 'information', value: 'see_ref', ref: reason.slice(0, REF_LENGTH_MAX) }],
  };
}
