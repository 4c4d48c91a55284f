export {
  type Report,
  reportSuspicion,
  type SuspectedWorker,
  type SuspicionListeners,
  suspect,
  suspicions,
} from './report.ts';
