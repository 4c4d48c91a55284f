import {
  type BodyOf,
  type GenerationPayloadStable,
  HordeError,
  type ResponseModelMessagePop,
  type routes,
} from '@openhorde/contract';
import {
  acceptedImageModels,
  EMPTY_PAYLOAD,
  type ImageWorkerOffer,
  imagePayload,
  imageUptimeReward,
  type ModelReference,
  PLAUSIBLE_PIXELS_MAX,
  seedOfPop,
} from '@openhorde/rules';
import { type HandedOut, type PopNeeds, popJobs } from '../../core/jobs/index.ts';
import type { Patience } from '../../core/requests/index.ts';
import {
  assertMayWork,
  assertPriorityNames,
  type CheckInNeeds,
  checkInWorker,
  demandsOf,
  UNKNOWN_AGENT,
  type Worker,
} from '../../core/workers/index.ts';
import type { WorkerMessages } from '../../features/workers/index.ts';
import type { Principal } from '../../http/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { sourcesFor } from './jobSources.ts';
import type { ImageKind } from './kind.ts';
import { imageOfferRecord, matchingOffer, type SchedulerBridge } from './offer.ts';
import { type ImageTemplate, resultKey } from './template.ts';

type PopBody = BodyOf<typeof routes.imagePop>;

export interface PopCall extends Patience {
  body: PopBody;
  principal(): Promise<Principal>;
  ip: string;
}

export type ImagePopNeeds = CheckInNeeds &
  PopNeeds &
  Pick<Platform, 'objects'> & {
    reference(): ModelReference;
    config: { schedulerBridges: readonly SchedulerBridge[] };
    messages: Pick<WorkerMessages, 'forPop'>;
  };

/**
 * A Dreamer asks for work: it is checked in, matched, and given a batch of jobs of one request; or told how many
 * requests passed it by and why. With `Prefer: wait` it is held until something fits.
 * @throws HordeError WorkerMaintenance when nothing was found and the worker is in maintenance; check-in's refusals
 */
export async function popImageJobs(
  horde: ImagePopNeeds,
  kind: ImageKind,
  call: PopCall,
): Promise<GenerationPayloadStable> {
  assertPriorityNames(call.body.priority_usernames ?? []);
  const owner = await call.principal();
  const { worker, offer } = await checkIn(horde, call.body, owner, call.ip);
  const handedOut = await popJobs(horde, kind, worker, offer, call);
  const messages = horde.messages.forPop(worker.id);
  if (handedOut) return answer(horde, offer, handedOut, messages);
  return { ...NOTHING, skipped: kind.board.skipCounters(offer), messages };
}

/** Registers or refreshes the worker; the offer is that of this very call. */
async function checkIn(
  horde: Omit<ImagePopNeeds, 'messages'>,
  pop: PopBody,
  owner: Principal,
  ip: string,
): Promise<{ worker: Worker; offer: ImageWorkerOffer }> {
  assertMayWork(owner);
  const { models, foreign } = acceptedImageModels(pop.models ?? [], owner, horde.reference());
  const record = imageOfferRecord(pop, models, horde.config.schedulerBridges);
  const worker = await checkInWorker(horde, {
    type: 'image',
    name: pop.name,
    owner,
    ip,
    fields: {
      bridgeAgent: pop.bridge_agent ?? UNKNOWN_AGENT,
      threads: pop.threads ?? 1,
      nsfw: pop.nsfw ?? true,
      extraSlow: pop.extra_slow_worker ?? false,
      allowUnsafeIp: pop.allow_unsafe_ipaddr ?? true,
      offer: record,
    },
    uptimeRewardCents: imageUptimeReward(models.length, record.allowLora),
    uptimePaidAtOnce: owner.trusted,
    assertUseful: () => assertModels(models, foreign),
    suspicions: !owner.trusted && record.maxPixels > PLAUSIBLE_PIXELS_MAX ? ['EXTREME_MAX_PIXELS'] : [],
  });
  return { worker, offer: matchingOffer(worker, record, demandsOf(pop), horde.reference()) };
}

/** @throws HordeError BadRequest */
function assertModels(models: readonly string[], foreign: string | undefined): void {
  if (models.length === 0) {
    throw new HordeError('BadRequest', {
      message:
        'Unfortunately we cannot accept workers serving none of the models that this horde knows. ' +
        'Please offer at least one model of the reference.',
    });
  }
  if (foreign !== undefined) {
    throw new HordeError('BadRequest', { message: `The model ${foreign} belongs to another account.` });
  }
}

const NOTHING = {
  payload: EMPTY_PAYLOAD,
  id: null,
  ids: [],
  model: null,
  source_image: null,
  source_processing: 'img2img',
  source_mask: null,
  extra_source_images: null,
  r2_upload: null,
  r2_uploads: null,
  ttl: null,
} as unknown as GenerationPayloadStable;

/**
 * Slices of a request with a given seed would be the same images over and over: a worker that is able to
 * starts where the last slice ended. (With a variation each slice has its own seed, and without a seed a
 * random one.)
 */
function firstPlace(
  { seed, seedVariation }: ImageTemplate,
  { bridge }: ImageWorkerOffer,
  taken: number,
): number {
  const repeats = seed !== null && seedVariation === null;
  return repeats && bridge.capabilities.has('batch_index') ? taken : 0;
}

/** What a worker is told of a batch. */
async function answer(
  horde: Pick<ImagePopNeeds, 'objects' | 'world'>,
  offer: ImageWorkerOffer,
  { entry, jobIds, model, ttlSeconds, payload, waitingBefore }: HandedOut,
  messages: ResponseModelMessagePop[],
): Promise<GenerationPayloadStable> {
  const template = payload as ImageTemplate;
  const seed = seedOfPop(template.seed, template.seedVariation, waitingBefore, horde.world.random);
  const uploads = jobIds.map(id => horde.objects.uploadUrl(resultKey(id)));
  return {
    payload: imagePayload(
      template.job,
      seed,
      jobIds.length,
      firstPlace(template, offer, entry.jobs - waitingBefore),
    ),
    id: jobIds[0]!,
    ids: jobIds,
    model,
    ...(await sourcesFor(horde, offer, template)),
    r2_upload: uploads[0]!,
    r2_uploads: uploads,
    ttl: ttlSeconds,
    skipped: {},
    messages,
  } as unknown as GenerationPayloadStable;
}
