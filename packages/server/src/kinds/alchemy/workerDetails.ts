import type { Output, WorkerDetails } from '@openhorde/contract';
import { shownForms } from '@openhorde/rules';
import type { Worker } from '../../core/workers/index.ts';

/** What the page of a worker shows of an alchemist alone. */
export function alchemyWorkerDetails({ offer, speed, fulfilments }: Worker): Partial<Output<WorkerDetails>> {
  return {
    // Clients read the number at the beginning.
    performance: fulfilments > 0 ? `${speed.toFixed(1)} seconds per form` : 'No requests fulfilled yet',
    forms: shownForms(offer.models),
  };
}
