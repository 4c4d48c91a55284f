import type { CheckIn } from './saveCheckIn.ts';

export {
  assertMayWork,
  assertPriorityNames,
  type CheckInFields,
  checkInWorker,
  UNKNOWN_AGENT,
} from './checkIn.ts';
export { Crew } from './crew.ts';
export { demandsOf, NO_DEMANDS, type PopDemands } from './demands.ts';
export { type EditNeeds, editWorker } from './edit.ts';
export { forgiveWorkers } from './forgiveWorkers.ts';
export { messageRoutes, tendMessages } from './messageRoutes.ts';
export { WorkerMessages } from './messages.ts';
export { WorkerRegistry } from './registry.ts';
export { removeWorker, removeWorkersOf } from './remove.ts';
export { type WorkerRoutesNeeds, workerRoutes } from './routes.ts';
export { type CheckIn, saveCheckIns } from './saveCheckIn.ts';
export { trustOwner } from './trustOwner.ts';
export type { AlchemyOfferRecord, ImageOfferRecord, OfferRecord, TextOfferRecord, Worker } from './worker.ts';

export interface WorkerCommands {
  checkIn(checkIn: CheckIn): Promise<void>;
}
