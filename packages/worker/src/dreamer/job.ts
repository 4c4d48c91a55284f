import type { GenerationMetadata, PopAnswer } from '@openhorde/sdk';
import type { SpoolEntry } from '../spool/spool.ts';

/** A popped job: one payload for all pictures of a batch, and an entry in the spool for each. */
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
  return {
    id: ids[0] ?? '',
    answer: { ...answer, ids },
    entries: ids.map((jobId, i) => ({
      jobId,
      horde,
      state: 'working',
      uploadUrl: uploads[i] ?? null,
      seed: -1,
      metadata: [],
      createdAtMs: nowMs,
    })),
    dueAtMs: answer.ttl === null || answer.ttl === undefined ? null : nowMs + answer.ttl * 1000,
  };
}

/** Entry of a picture that was made. In a batch each says which one it is. */
export function finishedEntry(
  entry: SpoolEntry,
  picture: { seed: number; batchIndex: number },
  metadata: GenerationMetadata[],
  batch: number,
): SpoolEntry {
  const index: GenerationMetadata[] =
    batch > 1 ? [{ type: 'batch_index', value: 'see_ref', ref: String(picture.batchIndex) }] : [];
  return { ...entry, state: 'finished', seed: picture.seed, metadata: [...metadata, ...index] };
}

/** Longest `ref` of the wire. */
const REF_LENGTH_MAX = 255;

/** Entry of a picture that will not come, with the reason for people. */
export function faultedEntry(entry: SpoolEntry, reason: string): SpoolEntry {
  return {
    ...entry,
    state: 'faulted',
    seed: -1,
    metadata: [{ type: 'information', value: 'see_ref', ref: reason.slice(0, REF_LENGTH_MAX) }],
  };
}
