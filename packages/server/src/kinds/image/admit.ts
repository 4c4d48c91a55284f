import type { GenerationInputStable } from '@openhorde/contract';
import {
  type Cents,
  COMPARISON_IMAGES,
  checkImageRequest,
  EDUCATION_RULE,
  effectiveImageParams,
  effectiveSourceProcessing,
  type ImageParams,
  type ImageRequestInput,
  type ImageRequirements,
  imageRequirements,
  isComparison,
  type ModelReference,
  sharedFlag,
} from '@openhorde/rules';
import {
  type AddressNeeds,
  assertAddress,
  assertConcurrency,
  assertPassed,
  type NamedWorkersNeeds,
  namedWorkers,
  type Requester,
} from '../../core/requests/index.ts';
import { isOffered, type WorkerRegistry } from '../../core/workers/index.ts';
import type { Guards } from '../../features/moderation/index.ts';
import type { World } from '../../platform/world.ts';
import type { ImageKind } from './kind.ts';

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

export interface AdmitNeeds extends NamedWorkersNeeds, AddressNeeds {
  workers: NamedWorkersNeeds['workers'] & Pick<WorkerRegistry, 'online'>;
  world: Pick<World, 'now'>;
  guards: AddressNeeds['guards'] & Pick<Guards, 'prompts'>;
  reference(): ModelReference;
  /** Whether images may be shared for data sets. */
  config: { sharing: boolean; models: { imageDefault: string } };
}

/** A request that names no model is for the horde's default model where it is offered, else for any. */
function unnamedModels({
  workers,
  world,
  config,
}: Pick<AdmitNeeds, 'workers' | 'world' | 'config'>): string[] {
  const models = [config.models.imageDefault];
  return isOffered(workers, 'image', models, world.now()) ? models : [];
}

/**
 * The checks of a request that need no money and no picture, in the order of the wire (http-api-image §1.5).
 * @throws HordeError with the first reason to refuse it
 */
export async function admitImageRequest(
  horde: AdmitNeeds,
  kind: ImageKind,
  body: GenerationInputStable,
  requester: Requester,
): Promise<AdmittedRequest> {
  const { user, ip, proxyIp, clientAgent } = requester;
  let safeIp = true;
  const input: ImageRequestInput = {
    prompt: body.prompt,
    params: body.params ?? {},
    models: body.models ?? unnamedModels(horde),
    sourceImage: Boolean(body.source_image),
    sourceMask: Boolean(body.source_mask),
    sourceProcessing: body.source_processing ?? 'img2img',
    extraSourceImages: body.extra_source_images?.length ?? 0,
    disableBatching: body.disable_batching ?? false,
    clientAgent,
  };
  const check = (from: number, to: number): void => {
    const facts = {
      id: user.id,
      trusted: user.trusted,
      patron: horde.patrons.has(user.id),
      special: user.special,
      safeIp,
    };
    const options = { raid: horde.modes().raid, range: { from, to } };
    assertPassed(checkImageRequest(input, facts, horde.reference(), options));
  };
  check(12, 13);
  const workerIds = await namedWorkers(horde, body);
  check(15, 15);
  const params = effectiveImageParams(
    isComparison(input.models) ? { ...input.params, n: COMPARISON_IMAGES } : input.params,
  );
  assertConcurrency(kind, user, input.models, params.n);
  safeIp = await assertAddress(horde, requester);
  const reference = horde.reference();
  const prompt = await horde.guards.prompts.screen({
    prompt: body.prompt,
    user,
    ip,
    proxyIp,
    models: input.models,
    nsfwModel: input.models.some(name => reference.get(name)?.nsfw),
    replacementFilter: body.replacement_filter ?? true,
  });
  check(20, 23);
  const rule = user.education ? EDUCATION_RULE : undefined;
  const requirements = imageRequirements(params, {
    models: input.models,
    nsfw: rule?.nsfw ?? body.nsfw ?? true,
    trustedWorkers: rule?.trustedWorkers ?? body.trusted_workers ?? false,
    slowWorkers: body.slow_workers ?? true,
    extraSlowWorkers: body.extra_slow_workers ?? false,
    safeIp,
    requesterTrusted: user.trusted,
    r2: body.r2 ?? true,
    sourceImage: input.sourceImage,
    sourceProcessing: effectiveSourceProcessing(input),
    extraSourceImages: input.extraSourceImages,
    disableBatching: input.disableBatching,
    workerList: { ids: workerIds, exclude: body.worker_blacklist ?? false },
  });
  return {
    prompt,
    params,
    requirements,
    input,
    censorNsfw: rule?.censorNsfw ?? body.censor_nsfw ?? true,
    shared: sharedFlag({
      models: input.models,
      requested: body.shared ?? false,
      anonymous: user.kind === 'anonymous',
      education: user.education,
      sourceImage: input.sourceImage,
      sharing: horde.config.sharing,
    }),
    workerListGiven: workerIds.length > 0,
  };
}
