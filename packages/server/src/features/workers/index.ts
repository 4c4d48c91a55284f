export { assertMayWork, checkInImageWorker, type PopBody } from './checkIn.ts';
export { Crew } from './crew.ts';
export { matchingOffer, NO_DEMANDS } from './imageOffer.ts';
export { WorkerRegistry } from './registry.ts';
export { type CheckIn, saveCheckIns } from './saveCheckIn.ts';
export type { ImageOfferRecord, Worker } from './worker.ts';

import type { CheckIn } from './saveCheckIn.ts';

export interface WorkerCommands {
  checkIn(checkIn: CheckIn): Promise<void>;
}
