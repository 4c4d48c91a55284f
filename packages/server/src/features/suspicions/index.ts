export {
  type PausedWorker,
  REPORTS_KEPT_MAX,
  type Report,
  type SuspectedWorker,
  type SuspicionListeners,
} from './records.ts';
export { reportSuspicion, suspect, suspicions } from './report.ts';
