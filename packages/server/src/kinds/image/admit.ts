import { type GenerationInputStable, HordeError, RETURN_CODES } from '@openhorde/contract';
import {
  type Cents,
  checkImageRequest,
  EDUCATION_RULE,
  effectiveImageParams,
  effectiveSourceProcessing,
  type ImageParams,
  type ImageRequestInput,
  type ImageRequirements,
  imageRequirements,
  sharedFlag,
} from '@openhorde/rules';
import type { Horde } from '../../app/horde.ts';
import type { Requester } from '../../features/requests/index.ts';
import type { Principal } from '../../http/index.ts';
import type { ImageKind } from './rules.ts';

/** A request that has passed all checks of its values, with every default in place. */
export interface AdmittedRequest {
  prompt: string;
  params: ImageParams;
  requirements: ImageRequirements;
  input: ImageRequestInput;
  censorNsfw: boolean;
  shared: boolean;
  workerListGiven: boolean;
  /** Kudos to hold, when it needs them beforehand and they are there. */
  upfrontCents?: Cents;
}

/** Models that a request means when it does not say: not the same as an empty list, which means any. */
const DEFAULT_MODELS = ['stable_diffusion'];

/**
 * The checks of a request that need no money and no picture, in the order of the wire (http-api-image §1.5).
 * @throws HordeError with the first reason to refuse it
 */
export function admitImageRequest(
  horde: Horde,
  kind: ImageKind,
  body: GenerationInputStable,
  requester: Requester,
): AdmittedRequest {
  const { user, clientAgent } = requester;
  if (body.proxied_account !== undefined && !user.service) throw new HordeError('OnlyServiceAccountProxy');
  if (user.deleted) throw new HordeError('DeletedUser');
  const input: ImageRequestInput = {
    prompt: body.prompt,
    params: body.params ?? {},
    models: body.models ?? DEFAULT_MODELS,
    sourceImage: Boolean(body.source_image),
    sourceMask: Boolean(body.source_mask),
    sourceProcessing: body.source_processing ?? 'img2img',
    extraSourceImages: body.extra_source_images?.length ?? 0,
    disableBatching: body.disable_batching ?? false,
    clientAgent,
  };
  const check = (from: number, to: number): void => {
    const facts = { id: user.id, trusted: user.trusted, patron: false, special: user.special, safeIp: true };
    const refusal = checkImageRequest(input, facts, horde.reference(), {
      raid: horde.modes().raid,
      range: { from, to },
    });
    if (!refusal) return;
    const { rc, detail } = refusal;
    throw new HordeError(rc, detail ? { message: `${RETURN_CODES[rc].message} Here: ${detail}.` } : {});
  };
  check(12, 13);
  const workerIds = (body.workers ?? []).slice(0, 5);
  for (const id of workerIds)
    if (!horde.workers.byId(id.toLowerCase())) throw new HordeError('WorkerNotFound');
  check(15, 15);
  const params = effectiveImageParams(input.params);
  assertConcurrency(kind, user, input.models, params.n);
  check(20, 23);
  const rule = user.education ? EDUCATION_RULE : undefined;
  const requirements = imageRequirements(params, {
    models: input.models,
    nsfw: rule?.nsfw ?? body.nsfw ?? true,
    trustedWorkers: rule?.trustedWorkers ?? body.trusted_workers ?? false,
    slowWorkers: body.slow_workers ?? true,
    extraSlowWorkers: body.extra_slow_workers ?? false,
    safeIp: true,
    requesterTrusted: user.trusted,
    r2: body.r2 ?? true,
    sourceImage: input.sourceImage,
    sourceProcessing: effectiveSourceProcessing(input),
    extraSourceImages: input.extraSourceImages,
    disableBatching: input.disableBatching,
    workerList: { ids: workerIds.map(id => id.toLowerCase()), exclude: body.worker_blacklist ?? false },
  });
  return {
    prompt: body.prompt,
    params,
    requirements,
    input,
    censorNsfw: rule?.censorNsfw ?? body.censor_nsfw ?? true,
    shared: sharedFlag({
      requested: body.shared ?? false,
      anonymous: user.kind === 'anonymous',
      education: user.education,
      sourceImage: input.sourceImage,
      sharing: horde.config.sharing,
    }),
    workerListGiven: workerIds.length > 0,
  };
}

/** Jobs that nobody has taken yet, of all the user's requests, are bounded; the anonymous account's by model. */
function assertConcurrency(
  kind: ImageKind,
  user: Principal,
  models: readonly string[],
  wanted: number,
): void {
  const byModel = user.kind === 'anonymous' && models.length > 0;
  const queued = kind.board.waitingOf(user.id, byModel ? models : undefined);
  if (queued + wanted > user.concurrency) {
    throw new HordeError('TooManyPrompts', {
      message:
        `You have ${queued} images waiting and ask for ${wanted} more; your account may have ${user.concurrency} ` +
        'waiting at a time. Please wait until some are done.',
    });
  }
}
