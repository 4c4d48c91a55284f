export { claimJobs } from './claim.ts';
export type { JobCommands } from './commands.ts';
export { type AbortedJob, faultJobs } from './fault.ts';
export { type FindJobNeeds, type FoundJob, findJob } from './findJob.ts';
export type { HandedOut } from './handedOut.ts';
export { type PopNeeds, popJobs, takeJobs } from './pop.ts';
export { type ProgressNeeds, reportProgress } from './progress.ts';
export { type ReapNeeds, reapJobs } from './reap.ts';
export { type RunningJob, RunningJobs } from './runningJobs.ts';
export { type SettledJob, settleJobs } from './settle.ts';
export {
  type Delivered,
  type DeliverNeeds,
  deliverJob,
  type GiveUpNeeds,
  giveUpJob,
  type SettleCancelledNeeds,
  type SubmitNeeds,
  type Submitted,
  settleCancelled,
  submitJob,
} from './submit.ts';
