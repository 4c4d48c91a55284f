export {
  type PausedWorker,
  REPORTS_KEPT_MAX,
  type Report,
  reportSuspicion,
  type SuspectedWorker,
  type SuspicionListeners,
  suspect,
  suspicions,
} from './report.ts';
