import type { Claim, Claimed } from './claim.ts';
import type { Fault, Faulted } from './fault.ts';
import type { Settled, Settlement } from './settle.ts';

export { claimJobs } from './claim.ts';
export { faultJobs } from './fault.ts';
export { type FoundJob, findJob } from './findJob.ts';
export { type HandedOut, popJobs, takeJobs } from './pop.ts';
export { reportProgress } from './progress.ts';
export { reapJobs, tendReaping } from './reap.ts';
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

export interface JobCommands {
  claim(claim: Claim): Promise<Claimed | undefined>;
  settle(settlement: Settlement): Promise<Settled>;
  fault(fault: Fault): Promise<Faulted>;
}
