import { type GenerationPayloadStable, HordeError } from '@openhorde/contract';
import type { ImageRequirements } from '@openhorde/rules';
import {
  drawModel,
  EMPTY_PAYLOAD,
  extendedExpiryMs,
  type ImagePayload,
  type ImageWorkerOffer,
  imagePayload,
  imageTtlSeconds,
  seedOfPop,
} from '@openhorde/rules';
import type { Horde } from '../../app/horde.ts';
import type { Principal } from '../../http/index.ts';
import type { Match } from '../board/index.ts';
import type { ImageTemplate } from '../requests/index.ts';
import { assertPriorityNames, checkInImageWorker, type PopBody, type Worker } from '../workers/index.ts';
import type { Claimed } from './claim.ts';
import { handOutDecoy } from './decoy.ts';
import { sourcesFor } from './sources.ts';

/** Upload addresses live this long, whatever the time limit of the job. */
const UPLOAD_SECONDS = 1800;

export interface PopCall {
  body: PopBody;
  principal(): Promise<Principal>;
  ip: string;
  waitSeconds: number;
  signal: AbortSignal;
}

/**
 * A worker asks for work: it is checked in, matched, and given a batch of jobs of one request; or told how many
 * requests passed it by and why. With `Prefer: wait` it is held until something fits.
 * @throws HordeError WorkerMaintenance when nothing was found and the worker is in maintenance; check-in's refusals
 */
export async function popImageJobs(horde: Horde, call: PopCall): Promise<GenerationPayloadStable> {
  assertPriorityNames(call.body.priority_usernames ?? []);
  const owner = await call.principal();
  const { worker, offer } = await checkInImageWorker(horde, call.body, owner, call.ip);
  const untilMs = horde.world.now() + call.waitSeconds * 1000;
  while (!call.signal.aborted) {
    const answer = await takeJobs(horde, worker, offer);
    if (answer) return answer;
    if (!(await horde.popWaiters.wait(offer, untilMs - horde.world.now(), call.signal))) break;
  }
  if (worker.maintenance) {
    throw new HordeError(
      'WorkerMaintenance',
      worker.maintenanceMessage ? { message: worker.maintenanceMessage } : {},
    );
  }
  return { ...NOTHING, skipped: horde.board.skipCounters(offer) };
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
  messages: [],
} as unknown as GenerationPayloadStable;

async function takeJobs(
  horde: Horde,
  worker: Worker,
  offer: ImageWorkerOffer,
): Promise<GenerationPayloadStable | undefined> {
  for (;;) {
    const match = horde.board.match(offer);
    if (!match) return undefined;
    if (worker.paused && match.entry.userId !== worker.userId) {
      horde.board.release(match);
      return handOutDecoy(horde, worker, offer, match);
    }
    const answer = await claim(horde, worker, offer, match);
    if (answer) return answer;
    // Another node was faster: what this one believed of the request is stale.
    await horde.refresh(match.entry.id);
  }
}

async function claim(
  horde: Horde,
  worker: Worker,
  offer: ImageWorkerOffer,
  match: Match<ImageRequirements>,
): Promise<GenerationPayloadStable | undefined> {
  const { world, reference, commands } = horde;
  const { entry } = match;
  const { requirements } = entry.group;
  const startedAtMs = world.now();
  const ttlSeconds = imageTtlSeconds(requirements, reference(), offer.extraSlow);
  // Never undefined: a worker without a usable model does not match.
  const model = drawModel(requirements, offer, world.random)!;
  const jobIds = Array.from({ length: match.amount }, () => world.uuid());
  const deadlineAtMs = startedAtMs + ttlSeconds * 1000;
  let claimed: Claimed | undefined;
  try {
    claimed = await commands.claim({
      requestId: entry.id,
      workerId: worker.id,
      workerName: worker.name,
      model,
      jobIds,
      startedAtMs,
      deadlineAtMs,
      expiresAtMs: extendedExpiryMs(entry.expiresAtMs, startedAtMs, offer.extraSlow),
    });
  } catch (error) {
    horde.board.release(match);
    throw error;
  }
  horde.board.claimed(match);
  if (!claimed) return undefined;
  for (const id of jobIds) {
    horde.running.add({
      id,
      requestId: entry.id,
      workerId: worker.id,
      model,
      startedAtMs,
      deadlineAtMs,
      fake: false,
      progress: undefined,
    });
  }
  horde.changes.committed(entry.id, claimed.counters);
  return jobAnswer(horde, offer, { requestId: entry.id, jobIds, model, ttlSeconds, ...claimed });
}

export interface HandedOut {
  requestId: string;
  jobIds: string[];
  model: string;
  ttlSeconds: number;
  payload: unknown;
  waitingBefore: number;
}

/** What a worker is told of a batch. */
export async function jobAnswer(
  horde: Horde,
  offer: ImageWorkerOffer,
  { requestId, jobIds, model, ttlSeconds, payload, waitingBefore }: HandedOut,
): Promise<GenerationPayloadStable> {
  const template = payload as ImageTemplate;
  const seed = seedOfPop(template.seed, template.seedVariation, waitingBefore, horde.world.random);
  const uploads = jobIds.map(id => horde.objects.uploadUrl(`${id}.webp`, { expiresSeconds: UPLOAD_SECONDS }));
  const job: ImagePayload = imagePayload(template.job, seed, jobIds.length);
  return {
    payload: job,
    id: jobIds[0]!,
    ids: jobIds,
    model,
    ...(await sourcesFor(horde, offer, requestId, template)),
    r2_upload: uploads[0]!,
    r2_uploads: uploads,
    ttl: ttlSeconds,
    skipped: {},
    messages: [],
  } as unknown as GenerationPayloadStable;
}
