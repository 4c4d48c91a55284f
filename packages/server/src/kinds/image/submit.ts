import { type BodyOf, HordeError, type routes, UPSCALERS } from '@openhorde/contract';
import {
  baselineOf,
  bridgeMultiplierPercent,
  IMAGE_DIVISOR,
  IMAGE_SPEED_MAX,
  type ImageRequirements,
  imageJobCharge,
  imageJobPay,
  imageJobReward,
  type ModelReference,
  modelMultiplier,
  parseBridgeAgent,
} from '@openhorde/rules';
import { type Delivered, type SubmitNeeds, type Submitted, submitJob } from '../../core/jobs/index.ts';
import type { Guards } from '../../features/moderation/index.ts';
import { assertNoNul, type Principal } from '../../http/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { type KeepNeeds, keepResult } from './keepResult.ts';
import type { ImageKind } from './kind.ts';

const METADATA_MAX = 50;
const UPSCALER_NAMES: ReadonlySet<string> = new Set(UPSCALERS);

type SubmitBody = BodyOf<typeof routes.imageSubmit>;

export type ImageSubmitNeeds = SubmitNeeds &
  KeepNeeds &
  Pick<Platform, 'log'> & {
    reference(): ModelReference;
    guards: Pick<Guards, 'problems'>;
  };

/** A Dreamer hands in an image, or gives a job up. Metadata of type `censorship` makes it delivered whatever its state. */
export async function submitImageJob(
  horde: ImageSubmitNeeds,
  kind: ImageKind,
  { body, principal }: { body: SubmitBody; principal(): Promise<Principal> },
): Promise<{ reward: number }> {
  const metadata = body.gen_metadata ?? [];
  const censored = metadata.some(({ type }) => type === 'censorship');
  const { reward, submitted } = await submitJob(horde, kind, {
    jobId: body.id,
    principal,
    faulted: body.state === 'faulted' && !censored,
    check() {
      if (metadata.length > METADATA_MAX) {
        throw new HordeError('BadRequest', {
          message: `A result has at most ${METADATA_MAX} entries of metadata.`,
        });
      }
      assertNoNul(metadata);
    },
    deliver: found => deliver(horde, found, body, censored),
  });
  const isProblem = metadata.some(({ type, value }) => type === 'censorship' && value === 'csam');
  if (isProblem && submitted && !submitted.job.fake) await noteProblem(horde, submitted);
  return { reward };
}

/** The result is in, whatever becomes of the note. */
async function noteProblem(
  { guards, log }: Pick<ImageSubmitNeeds, 'guards' | 'log'>,
  { job, worker }: Submitted<ImageRequirements>,
): Promise<void> {
  const { id: jobId, requestId } = job;
  await guards.problems
    .note({ jobId, requestId, workerId: worker.id, workerName: worker.name })
    .catch(error => log.error({ err: error, job: jobId }, 'a problem job was not noted'));
}

async function deliver(
  horde: Pick<ImageSubmitNeeds, 'reference' | 'images' | 'objects'>,
  { job, entry, worker }: Submitted<ImageRequirements>,
  body: SubmitBody,
  censored: boolean,
): Promise<Delivered> {
  const { requirements } = entry.group;
  const multiplier = modelMultiplier(baselineOf(job.model, horde.reference()), {
    hires_fix: requirements.hiresFix,
    workflow: requirements.qrCode ? 'qr_code' : undefined,
  });
  const rewardCents = imageJobReward(entry.priceCents, multiplier);
  const contribution = entry.things / IMAGE_DIVISOR;
  return {
    result: await keepResult(horde, job.id, body.generation),
    seed: body.seed,
    censored,
    metadata: body.gen_metadata ?? [],
    rewardCents,
    payCents: imageJobPay(rewardCents, bridgeMultiplierPercent(parseBridgeAgent(worker.bridgeAgent))),
    chargeCents: imageJobCharge({
      priceCents: entry.priceCents,
      modelMultiplier: multiplier,
      censored,
      sourceImage: requirements.sourceImage,
      upscalers: requirements.postProcessing.filter(name => UPSCALER_NAMES.has(name)).length,
      slowWorkers: requirements.slowWorkers,
      workerBlacklist: requirements.workerList?.exclude ?? false,
    }),
    things: entry.things,
    contribution,
    usage: contribution,
    speedLimits: [IMAGE_SPEED_MAX],
  };
}
