export { type EditNeeds, editWorker } from './edit.ts';
export { forgiveWorkers } from './forgiveWorkers.ts';
export { messageRoutes, tendMessages } from './messageRoutes.ts';
export { WorkerMessages } from './messages.ts';
export { removeWorker, removeWorkersOf } from './remove.ts';
export { type WorkerRoutesNeeds, workerRoutes } from './routes.ts';
export { trustOwner } from './trustOwner.ts';
