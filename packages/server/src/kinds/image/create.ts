import type { GenerationInputStable, RequestAsync } from '@openhorde/contract';
import {
  activationTax,
  fixedSeed,
  fromCents,
  imagePayloadTemplate,
  imageThings,
  imageWarnings,
  parseSeed,
} from '@openhorde/rules';
import {
  assertRoom,
  assertWithinSharedKey,
  type CreateCall,
  type Created,
  type EnqueueNeeds,
  enqueue,
  fundedRequester,
  isUnserved,
  type KnownAddresses,
  type OpenNeeds,
  openRequest,
  reasonsOf,
  styleOwnerToPay,
  warningWords,
} from '../../core/requests/index.ts';
import { modelsToName } from '../../core/workers/index.ts';
import { type SourceDoor, sourcesFrom } from '../../features/sources/index.ts';
import { type ApplyNeeds, applyStyle } from '../../features/styles/index.ts';
import type { World } from '../../platform/world.ts';
import { type AdmitNeeds, type AdmittedRequest, admitImageRequest } from './admit.ts';
import { type AffordNeeds, affordable, priced } from './afford.ts';
import type { ImageEntry, ImageKind } from './kind.ts';
import { dropSourceImages, storeSourceImages } from './sourceImages.ts';
import type { ImageTemplate } from './template.ts';
import { warningMessage } from './warnings.ts';

export type CreateNeeds = ApplyNeeds &
  OpenNeeds &
  AdmitNeeds &
  AffordNeeds &
  SourceDoor &
  EnqueueNeeds & { world: World; knownAddresses: Pick<KnownAddresses, 'note'> };

/** The tax that an estimate holds already. */
const PLAIN_TAX = activationTax({ extraSourceImages: 0, foreignStyle: false });

/**
 * Takes a request for images in.
 * @throws HordeError with the first reason to refuse it; then nothing is queued, charged or kept
 */
export async function createImageRequest(
  horde: CreateNeeds,
  kind: ImageKind,
  call: CreateCall<GenerationInputStable>,
): Promise<Created> {
  const { ip, proxyIp } = call;
  const { body, style } = await applyStyle(horde, 'image', call.body);
  const { allow_downgrade: allowDowngrade = false } = body;
  const asking = await openRequest(horde, { ...call, body, style });
  const wanted = priced(horde, await admitImageRequest(horde, kind, body, asking));
  horde.knownAddresses.note(asking.user, ip, proxyIp !== undefined);
  const requester = fundedRequester(asking, wanted.estimateCents, allowDowngrade);
  const request = await affordable(horde, kind, wanted, requester, allowDowngrade);
  const { width, height, steps } = request.params;
  assertWithinSharedKey(requester, { pixels: width * height, steps });
  const { jobCents, estimateCents } = request;
  if (body.dry_run) return { status: 200, body: { kudos: Math.round(fromCents(estimateCents)) } };
  const [id, sourceId] = [horde.world.uuid(), horde.world.uuid()];
  const taxCents = activationTax({
    extraSourceImages: request.input.extraSourceImages,
    foreignStyle: styleOwnerToPay(requester) !== undefined,
  });
  const expectedCents = estimateCents + taxCents - PLAIN_TAX;
  assertRoom(horde, requester.user, Buffer.byteLength(request.prompt));
  const sources = sourcesFrom(horde, { accountId: asking.user.id, ip });
  const sourceBytes = await storeSourceImages(sources, sourceId, body);
  const [entry] = await enqueue(horde, kind, requester, [
    {
      id,
      jobs: request.params.n,
      things: imageThings(request.params),
      priceCents: jobCents,
      taxCents,
      onSharedKey: { cents: expectedCents, leastCents: expectedCents },
      ...(request.upfrontCents !== undefined && { upfrontCents: request.upfrontCents }),
      requirements: request.requirements,
      payload: templateOf(horde, request, body, sourceId),
      prompt: request.prompt,
      sourceBytes,
      webhook: body.webhook,
      shared: request.shared,
      resultAsUrl: request.requirements.r2,
    },
  ]).catch(async error => {
    await dropSourceImages(horde, sourceId, request.input.extraSourceImages);
    throw error;
  });
  return {
    status: 202,
    body: { id, kudos: Math.round(fromCents(jobCents)), ...remarks(horde, kind, entry!, request) },
  };
}

function templateOf(
  { world }: Pick<CreateNeeds, 'world'>,
  request: AdmittedRequest,
  body: GenerationInputStable,
  sourceId: string,
): ImageTemplate {
  const { params, prompt, requirements, censorNsfw, input } = request;
  const seedVariation = params.seed_variation ?? null;
  return {
    job: imagePayloadTemplate(prompt, params, { nsfw: requirements.nsfw, censorNsfw }),
    seed: fixedSeed(parseSeed(params.seed), seedVariation, world.random),
    seedVariation,
    source: {
      id: sourceId,
      image: input.sourceImage,
      mask: input.sourceMask,
      processing: input.sourceImage ? input.sourceProcessing : 'img2img',
      extraStrengths: (body.extra_source_images ?? []).map(({ strength = 1 }) => strength),
    },
  };
}

/**
 * What the requester should know: that no worker can serve it now, and which settings its models are not made
 * for.
 */
function remarks(
  horde: Pick<CreateNeeds, 'reference' | 'modes' | 'workers' | 'world'>,
  kind: ImageKind,
  entry: ImageEntry,
  { input }: AdmittedRequest,
): Pick<RequestAsync, 'message' | 'warnings' | 'reasons'> {
  const codes = imageWarnings(input.params, input.models, horde.reference());
  const unserved = isUnserved(horde, kind, entry);
  const reasons = unserved && reasonsOf(horde, kind, entry);
  const advice = unserved ? modelsToName(horde.workers, 'image', input.models, horde.world.now()) : undefined;
  const warnings = (unserved ? (['NoAvailableWorker', ...codes] as const) : codes).map(code => ({
    code,
    message: warningMessage(code),
  }));
  return {
    ...(warnings.length > 0 && {
      message: warningWords([...warnings.map(({ message }) => message), ...(advice ? [advice] : [])]),
      warnings,
    }),
    ...(reasons && { reasons }),
  };
}
