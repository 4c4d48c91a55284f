export { assertMayWork, assertPriorityNames, checkInImageWorker, type PopBody } from './checkIn.ts';
export { Crew } from './crew.ts';
export type { EditNeeds } from './edit.ts';
export { matchingOffer, NO_DEMANDS } from './imageOffer.ts';
export { WorkerRegistry } from './registry.ts';
export { type WorkerRoutesNeeds, workerRoutes } from './routes.ts';
export { type CheckIn, saveCheckIns } from './saveCheckIn.ts';
export { trustOwner } from './trustOwner.ts';
export type { ImageOfferRecord, Worker } from './worker.ts';

import type { CheckIn } from './saveCheckIn.ts';

export interface WorkerCommands {
  checkIn(checkIn: CheckIn): Promise<void>;
}
