export {
  ConfigError,
  type ReadConfig,
  readWorkerConfig,
  type WorkerConfig,
  workerConfigFrom,
} from './config/config.ts';
export type { OnWorkerEvent, WorkerEvent } from './events.ts';
export { FolderInUse } from './spool/lock.ts';
export { type RunningWorker, type StartWorkerOptions, startWorker } from './worker.ts';
