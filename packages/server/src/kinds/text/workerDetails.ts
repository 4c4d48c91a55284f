import type { Output, WorkerDetails } from '@openhorde/contract';
import type { Worker } from '../../core/workers/index.ts';
import type { TextOfferRecord } from './offer.ts';

/** What the page of a worker shows of a Scribe alone. */
export function textWorkerDetails(worker: Worker): Partial<Output<WorkerDetails>> {
  const { nsfw, contributions, speed } = worker;
  const offer = worker.offer as TextOfferRecord;
  return {
    // Clients read the number at the beginning.
    performance: `${speed.toFixed(1)} tokens per second`,
    nsfw,
    models: offer.models,
    max_length: offer.maxLength,
    max_context_length: offer.maxContextLength,
    tokens_generated: Math.round(contributions),
  };
}
