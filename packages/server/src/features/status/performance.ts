import type { HordePerformance, WorkerType } from '@openhorde/contract';
import { IMAGE_DIVISOR } from '@openhorde/rules';
import type { Worker } from '../../core/workers/index.ts';
import type { WorkKind } from './pastMinute.ts';

/** Sums of a board, as `Board.totals` gives them. */
export interface BoardTotals {
  waitingJobs: number;
  processingJobs: number;
  /** Raw things of one job of each waiting request. */
  things: number;
}

export interface LoadFacts {
  /** Workers that are online. */
  workers: Iterable<Pick<Worker, 'type' | 'threads'>>;
  images: BoardTotals;
  texts: BoardTotals;
  forms: Omit<BoardTotals, 'things'>;
  /** Raw things of the last minute. */
  pastMinute: Partial<Record<WorkKind, number>>;
}

/** How busy the horde is (rules-jobs §7.3). */
export function hordePerformance({ workers, images, texts, forms, pastMinute }: LoadFacts): HordePerformance {
  const count: Record<WorkerType, number> = { image: 0, text: 0, interrogation: 0 };
  const threads: Record<WorkerType, number> = { image: 0, text: 0, interrogation: 0 };
  for (const worker of workers) {
    count[worker.type] += 1;
    threads[worker.type] += worker.threads;
  }
  return {
    queued_requests: images.waitingJobs + images.processingJobs,
    queued_text_requests: texts.waitingJobs + texts.processingJobs,
    worker_count: count.image,
    text_worker_count: count.text,
    thread_count: threads.image,
    text_thread_count: threads.text,
    queued_megapixelsteps: megapixelsteps(images.things),
    past_minute_megapixelsteps: megapixelsteps(pastMinute.image ?? 0),
    queued_forms: forms.waitingJobs + forms.processingJobs,
    interrogator_count: count.interrogation,
    interrogator_thread_count: threads.interrogation,
    queued_tokens: texts.things,
    past_minute_tokens: Math.round(pastMinute.text ?? 0),
  };
}

const megapixelsteps = (things: number): number => Math.round((things / IMAGE_DIVISOR) * 100) / 100;
