import type { GenerationMetadata, PopAnswer } from '@openhorde/sdk';
import type { SpoolEntry, SpooledWork } from '../spool/spool.ts';
import { readPopAnswer } from './popAnswer.ts';

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
  const { ids } = answer;
  const uploads = answer.r2_uploads ?? (answer.r2_upload ? [answer.r2_upload] : []);
  const dueAtMs = typeof answer.ttl === 'number' ? nowMs + answer.ttl * 1000 : null;
  const work: SpooledWork = { answer, dueAtMs, starts: 0 };
  return {
    id: ids[0] ?? '',
    answer,
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

/** Times that an engine may begin one job: what killed two worker processes may be the job itself. */
const STARTS_MAX = 2;
/** The largest batch that the settings allow to ask for. */
const IDS_MAX = 20;

/** Entry that notes that an engine begins the job; one of a batch is enough. */
export function begunEntry(job: Job): SpoolEntry | null {
  const [first] = job.entries;
  return first?.work ? { ...first, work: { ...first.work, starts: startsOf(job) + 1 } } : null;
}

/**
 * Sorts what an earlier process was at: jobs to take up again, and entries to give back, because their time is over or
 * they have been tried often enough. Of a batch only those pictures are in the job that are not finished.
 */
export function unfinishedJobs(
  entries: readonly SpoolEntry[],
  nowMs: number,
): { again: Job[]; lost: SpoolEntry[] } {
  const jobs = new Map<string, Job>();
  const lost: SpoolEntry[] = [];
  for (const entry of entries) {
    // An older version of this program may have kept what its horde sent as it was.
    if (!entry.work || !isReadable(entry.work)) {
      lost.push(entry);
      continue;
    }
    const { answer, dueAtMs } = entry.work;
    const id = answer.ids[0] ?? entry.jobId;
    const job = jobs.get(id) ?? { id, answer, entries: [], dueAtMs };
    job.entries.push(entry);
    jobs.set(id, job);
  }
  const again: Job[] = [];
  for (const job of jobs.values()) {
    if (isWorthwhile(job, nowMs)) again.push(job);
    else lost.push(...job.entries);
  }
  return { again, lost };
}

function isReadable({ answer }: SpooledWork): boolean {
  try {
    return readPopAnswer(answer, IDS_MAX).id !== null;
  } catch {
    return false;
  }
}

function isWorthwhile(job: Job, nowMs: number): boolean {
  return startsOf(job) < STARTS_MAX && (job.dueAtMs === null || job.dueAtMs > nowMs);
}

function startsOf(job: Job): number {
  return Math.max(0, ...job.entries.map(({ work }) => work?.starts ?? 0));
}

/** Entry of a picture that was made. In a batch each says which one it is: its place among all that were asked for. */
export function finishedEntry(entry: SpoolEntry, seed: number, metadata: GenerationMetadata[]): SpoolEntry {
  const { ids, payload } = entry.work?.answer ?? { ids: [], payload: {} };
  const first = payload.batch_index;
  const index: GenerationMetadata[] =
    ids.length > 1 || first !== undefined
      ? [{ type: 'batch_index', value: 'see_ref', ref: String((first ?? 0) + entry.batchIndex) }]
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
