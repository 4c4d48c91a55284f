export { claimJobs } from './claim.ts';
export type { JobCommands } from './commands.ts';
export { faultJobs } from './fault.ts';
export { type FoundJob, findJob } from './findJob.ts';
export type { HandedOut } from './handedOut.ts';
export { popJobs, takeJobs } from './pop.ts';
export { reportProgress } from './progress.ts';
export { reapJobs } from './reap.ts';
export { type JobProgress, type RunningJob, RunningJobs } from './runningJobs.ts';
export { settleJobs } from './settle.ts';
export {
  type Delivered,
  deliverJob,
  giveUpJob,
  type Submitted,
  settleCancelled,
  submitJob,
} from './submit.ts';
