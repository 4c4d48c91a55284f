import { HordeError, UPSCALERS } from '@openhorde/contract';
import {
  accurateSteps,
  type Cents,
  downgradedParams,
  estimateMultiplier,
  fromCents,
  imageEstimate,
  imageJobPrice,
  type ModelReference,
  pricedImageJob,
  upfrontNeed,
} from '@openhorde/rules';
import { readAvailable } from '../../core/kudos/index.ts';
import type { Requester } from '../../core/requests/index.ts';
import type { Executor } from '../../platform/db.ts';
import type { AdmittedRequest } from './admit.ts';
import type { ImageKind } from './kind.ts';

const UPSCALER_NAMES: ReadonlySet<string> = new Set(UPSCALERS);

/** A request with what it costs. */
export interface PricedRequest extends AdmittedRequest {
  /** One job, before the model multiplier. */
  jobCents: Cents;
  /** The whole request as a dry run tells it. */
  estimateCents: Cents;
}

export interface PriceNeeds {
  reference(): ModelReference;
}

export interface AffordNeeds extends PriceNeeds {
  db: Executor;
}

/** A request with what it costs as it stands. */
export function priced(horde: PriceNeeds, request: AdmittedRequest): PricedRequest {
  const { params, requirements, input } = request;
  const jobCents = imageJobPrice(pricedImageJob(params, input));
  const job = {
    priceCents: jobCents,
    sourceImage: requirements.sourceImage,
    upscalers: requirements.postProcessing.filter(name => UPSCALER_NAMES.has(name)).length,
    slowWorkers: requirements.slowWorkers,
    workerBlacklist: requirements.workerList?.exclude ?? false,
  };
  const multiplier = estimateMultiplier(requirements.models, horde.reference());
  return { ...request, jobCents, estimateCents: imageEstimate(job, params.n, multiplier) };
}

/**
 * Lets a request through that needs its kudos beforehand only when they are there, or makes it smaller where the
 * client allows that.
 * @throws HordeError KudosUpfront
 */
export async function affordable(
  horde: AffordNeeds,
  kind: ImageKind,
  request: PricedRequest,
  { user }: Requester,
  allowDowngrade: boolean,
): Promise<PricedRequest> {
  const { params, requirements, estimateCents } = request;
  const load = { threads: kind.crew.figures().threads, queuedRequests: kind.board.totals.waitingJobs };
  const question = {
    params,
    models: requirements.models,
    slowWorkers: requirements.slowWorkers,
    workerList: request.workerListGiven,
    workerListNeedsKudos: false,
    load,
  };
  const need = upfrontNeed(question, horde.reference());
  if (!need) return request;
  const available = await readAvailable(horde.db, user.id);
  if (available >= estimateCents) return { ...request, upfrontCents: estimateCents };
  if (!allowDowngrade || !need.downgradable) {
    throw new HordeError('KudosUpfront', {
      message:
        `Right now only requests up to ${need.maxResolution}x${need.maxResolution} with the usual steps and slow workers ` +
        `allowed go without kudos. This one needs ${fromCents(estimateCents)} kudos beforehand, and you can spend ` +
        `${fromCents(available)}. Please make it smaller, set allow_downgrade, or earn kudos by running a worker.`,
    });
  }
  const smaller = downgradedParams(params, requirements.models, load, horde.reference());
  return priced(horde, {
    ...request,
    params: smaller,
    requirements: {
      ...requirements,
      slowWorkers: true,
      pixels: smaller.width * smaller.height,
      width: smaller.width,
      accurateSteps: accurateSteps(smaller.sampler_name, smaller.steps),
    },
  });
}
