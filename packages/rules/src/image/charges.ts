/** What a job and a request for images cost and earn (rules-kudos §3, §4). Amounts in cents, multipliers plain. */
import { type Cents, roundHalfEven } from '../shared/cents.ts';

/** Fee of the horde for each job, before surcharges. */
const JOB_FEE = 100;

/** Post-processors that the requester pays for: the upscalers. Face fixers and background removal are free. */
const UPSCALER_FACTOR = 1.05;

export interface ChargedJob {
  priceCents: Cents;
  /** Of the model that did it. */
  modelMultiplier: number;
  censored: boolean;
  sourceImage: boolean;
  upscalers: number;
  slowWorkers: boolean;
  /** The worker list excludes. */
  workerBlacklist: boolean;
}

/** What the requester pays for one job (§3.3). A censored one costs the fee alone, surcharges included. */
export function imageJobCharge(job: ChargedJob): Cents {
  const work = job.censored ? 0 : job.priceCents * job.modelMultiplier;
  const made = work * (job.sourceImage ? 1.3 : 1) * UPSCALER_FACTOR ** job.upscalers;
  return roundHalfEven((made + JOB_FEE) * (job.slowWorkers ? 1 : 1.2) * (job.workerBlacklist ? 1.1 : 1));
}

/** The reward as the answer to a submit tells it: before the bridge multiplier. */
export function imageJobReward(priceCents: Cents, modelMultiplier: number): Cents {
  return roundHalfEven(priceCents * modelMultiplier);
}

/** The worker's pay: the reward, or a part of it for a bridge that is old or not official. */
export function imageJobPay(rewardCents: Cents, bridgeMultiplierPercent: number): Cents {
  return roundHalfEven((rewardCents * bridgeMultiplierPercent) / 100);
}

/** How a request's activation is taxed (§3.1). The rule of the documentation by default; others for comparison. */
export interface TaxRule {
  baseCents: Cents;
  perExtraSourceImageCents: Cents;
  foreignStyleCents: Cents;
  /** Taken from every image request, styled or not: 200 in the original by mistake. */
  imageSurchargeCents: Cents;
}

export const TAX_RULE: TaxRule = {
  baseCents: 100,
  perExtraSourceImageCents: 500,
  foreignStyleCents: 200,
  imageSurchargeCents: 0,
};

/** Tax of one request, burnt at its activation even if it is never served. */
export function activationTax(
  request: { extraSourceImages: number; foreignStyle: boolean },
  rule: TaxRule = TAX_RULE,
): Cents {
  return (
    rule.baseCents +
    rule.perExtraSourceImageCents * request.extraSourceImages +
    (request.foreignStyle ? rule.foreignStyleCents : 0) +
    rule.imageSurchargeCents
  );
}

/**
 * What a whole request will cost (§4): the charge of one job as if its model were plain, times jobs and model
 * multiplier, and 1. Also the amount that a request needs upfront.
 */
export function imageEstimate(
  job: Omit<ChargedJob, 'modelMultiplier' | 'censored'>,
  jobs: number,
  modelMultiplier: number,
): Cents {
  return imageJobCharge({ ...job, modelMultiplier: 1, censored: false }) * jobs * modelMultiplier + 100;
}
