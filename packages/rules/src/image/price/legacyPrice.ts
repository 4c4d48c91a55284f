/** The price formula of before the network (rules-kudos §1.4), still exact where its figures are wanted. */
import { type Cents, roundHalfEven } from '../../shared/cents.ts';

export interface LegacyPricedJob {
  width: number;
  height: number;
  steps: number;
  postProcessors: number;
  control: boolean;
  returnControlMap: boolean;
}

/** Cents of one job: linear in steps, more than linear in size, a fifth more for each post-processor. */
export function legacyImagePrice(job: LegacyPricedJob): Cents {
  const cost = 0.1232 * job.steps;
  const size = Math.max(0, (job.width * job.height - 4096) / (1_048_576 - 4096)) ** 1.75;
  let cents = roundHalfEven((cost + 8.75 * size * cost) * 100);
  for (let count = 0; count < job.postProcessors; count++) cents = roundHalfEven(cents * 1.2);
  return job.control && !job.returnControlMap ? cents * 3 : cents;
}
