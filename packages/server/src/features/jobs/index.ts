import type { Claim, Claimed } from './claim.ts';
import type { Fault, Faulted } from './fault.ts';
import type { imageKind } from './imageKind.ts';
import type { Settled, Settlement } from './settle.ts';

export { claimJobs } from './claim.ts';
export { faultJobs } from './fault.ts';
export { type ImageBoard, type ImageEntry, imageKind } from './imageKind.ts';
export { reapJobs } from './reap.ts';
export { jobRoutes } from './routes.ts';
export { type JobProgress, type RunningJob, RunningJobs } from './runningJobs.ts';
export { settleJobs } from './settle.ts';

export type ImageKind = ReturnType<typeof imageKind>;

export interface JobCommands {
  claim(claim: Claim): Promise<Claimed | undefined>;
  settle(settlement: Settlement): Promise<Settled>;
  fault(fault: Fault): Promise<Faulted>;
}
