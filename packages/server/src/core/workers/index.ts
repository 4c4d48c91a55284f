export {
  assertMayWork,
  assertPriorityNames,
  type CheckInFields,
  type CheckInNeeds,
  checkInWorker,
  UNKNOWN_AGENT,
} from './checkIn.ts';
export { demandsOf, NO_DEMANDS, type PopDemands } from './demands.ts';
export { isOffered, modelsToName } from './offered.ts';
export { workerName } from './register.ts';
export { WorkerRegistry } from './registry.ts';
export { type CheckIn, type PaidUptime, saveCheckIns, type WorkerCommands } from './saveCheckIn.ts';
export type { OfferRecord, Worker } from './worker.ts';
