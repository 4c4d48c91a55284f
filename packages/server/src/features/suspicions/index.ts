export type {
  PausedWorker,
  SuspectedWorker,
  SuspicionListeners,
} from './records.ts';
export { reportSettled, reportSuspicion, suspect, suspicions } from './report.ts';
