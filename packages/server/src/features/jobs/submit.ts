import { type BodyOf, HordeError, type routes, UPSCALERS } from '@openhorde/contract';
import {
  baselineOf,
  bridgeMultiplierPercent,
  extendedExpiryMs,
  fromCents,
  IMAGE_DIVISOR,
  imageJobCharge,
  imageJobPay,
  imageJobReward,
  modelMultiplier,
  parseBridgeAgent,
  splitReward,
} from '@openhorde/rules';
import type { Horde } from '../../app/horde.ts';
import { assertNoNul, type Principal } from '../../http/index.ts';
import { charge, type KudosEvent, mint, workerEarned } from '../kudos/index.ts';
import type { Worker } from '../workers/index.ts';
import type { ImageEntry } from './imageKind.ts';
import { keepResult } from './keepResult.ts';
import type { RunningJob } from './runningJobs.ts';
import { refusal, type Settlement } from './settle.ts';

const METADATA_MAX = 50;
const UPSCALER_NAMES: ReadonlySet<string> = new Set(UPSCALERS);

type SubmitBody = BodyOf<typeof routes.imageSubmit>;

export interface SubmitCall {
  body: SubmitBody;
  principal(): Promise<Principal>;
}

/**
 * A worker hands in a result, or gives a job up.
 * @returns the reward in kudos before the bridge multiplier; 0 for a job given up
 * @throws HordeError InvalidJobID, InvalidAPIKey, WrongCredentials, BadRequest, DuplicateGen, AbortedGen
 */
export async function submitImageJob(
  horde: Horde,
  { body, principal }: SubmitCall,
): Promise<{ reward: number }> {
  const found = await findJob(horde, body.id);
  const owner = await principal();
  if (found.worker?.userId !== owner.id) throw new HordeError('WrongCredentials');
  const metadata = body.gen_metadata ?? [];
  if (metadata.length > METADATA_MAX) {
    throw new HordeError('BadRequest', {
      message: `A result has at most ${METADATA_MAX} entries of metadata.`,
    });
  }
  assertNoNul(metadata);
  const censored = metadata.some(({ type }) => type === 'censorship');
  if (body.state === 'faulted' && !censored) return giveUp(horde, found);
  const { job } = found;
  if (!job) throw refusal(body.id, found.state);
  const entry = await horde.find(job.requestId);
  if (!entry) throw refusal(body.id, undefined);
  const result = await keepResult(horde, job.id, body.generation);
  const settlement = settlementOf(horde, { job, entry, worker: found.worker, owner, censored, result, body });
  const settled = await horde.commands.settle(settlement).finally(() => horde.running.remove(job.id));
  if (settled.counters) horde.changes.committed(entry.id, settled.counters);
  if (settled.counters) horde.onDelivered(entry.id, job.id);
  return { reward: fromCents(settlement.rewardCents) };
}

interface FoundJob {
  id: string;
  state: string;
  worker: Worker | undefined;
  /** While it runs. */
  job: RunningJob | undefined;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** @throws HordeError InvalidJobID */
export async function findJob(horde: Horde, id: string): Promise<FoundJob> {
  if (!UUID.test(id)) throw refusal(id, undefined);
  const job = await horde.running.find(id);
  if (job) return { id, state: 'processing', worker: horde.workers.byId(job.workerId), job };
  const { rows } = await horde.db.query<{ state: string; worker_id: string }>(
    'SELECT state, worker_id FROM jobs WHERE id = $1',
    [id],
  );
  const [row] = rows;
  if (!row) throw refusal(id, undefined);
  return { id, state: row.state, worker: horde.workers.byId(row.worker_id), job: undefined };
}

async function giveUp(horde: Horde, { id, worker, job }: FoundJob): Promise<{ reward: number }> {
  const fault = await horde.commands.fault({ jobId: id, workerId: worker!.id, atMs: horde.world.now() });
  horde.running.remove(id);
  if (job && fault.counters) horde.changes.committed(job.requestId, fault.counters);
  if (!fault.happened && fault.state === 'done') throw refusal(id, 'done');
  return { reward: 0 };
}

interface Delivery {
  job: RunningJob;
  entry: ImageEntry;
  worker: Worker;
  owner: Principal;
  censored: boolean;
  result: string;
  body: SubmitBody;
}

/** Everything that a delivery brings about, worked out by the rules before anything is written. */
function settlementOf(horde: Horde, delivery: Delivery): Settlement {
  const { job, entry, worker, owner, censored, result, body } = delivery;
  const { requirements } = entry.group;
  const nowMs = horde.world.now();
  const multiplier = modelMultiplier(baselineOf(job.model, horde.reference()), {
    hires_fix: requirements.hiresFix,
    workflow: requirements.qrCode ? 'qr_code' : undefined,
  });
  const rewardCents = imageJobReward(entry.priceCents, multiplier);
  const chargeCents = imageJobCharge({
    priceCents: entry.priceCents,
    modelMultiplier: multiplier,
    censored,
    sourceImage: requirements.sourceImage,
    upscalers: requirements.postProcessing.filter(name => UPSCALER_NAMES.has(name)).length,
    slowWorkers: requirements.slowWorkers,
    workerBlacklist: requirements.workerList?.exclude ?? false,
  });
  const payCents = imageJobPay(rewardCents, bridgeMultiplierPercent(parseBridgeAgent(worker.bridgeAgent)));
  const contribution = entry.things / IMAGE_DIVISOR;
  return {
    jobId: job.id,
    submitId: horde.world.uuid(),
    seed: body.seed,
    censored,
    metadata: body.gen_metadata ?? [],
    result,
    finishedAtMs: nowMs,
    expiresAtMs: extendedExpiryMs(entry.expiresAtMs, nowMs, false),
    rewardCents,
    chargeCents,
    event: settlementEvent(delivery, payCents, chargeCents),
    userTallies: [
      { userId: owner.id, record: 'fulfillment', kind: 'image', value: 1 },
      { userId: owner.id, record: 'contribution', kind: 'image', value: contribution },
      { userId: entry.userId, record: 'request', kind: 'image', value: 1 },
      { userId: entry.userId, record: 'usage', kind: 'image', value: contribution },
    ],
    workTally: {
      workerId: worker.id,
      kind: 'image',
      model: job.model,
      things: entry.things,
      contribution,
      seconds: (nowMs - job.startedAtMs) / 1000,
      finishedAtMs: nowMs,
    },
  };
}

function settlementEvent(
  { job, entry, worker, owner }: Delivery,
  payCents: number,
  chargeCents: number,
): KudosEvent {
  const anonymous = owner.kind === 'anonymous';
  const { balanceCents, escrowCents } = splitReward(payCents, { trusted: owner.trusted, anonymous });
  return {
    id: `settle:${job.id}`,
    kind: 'settle',
    movements: [
      ...mint(`user:${owner.id}`, balanceCents, 'generation', 'accumulated'),
      ...(escrowCents > 0 ? mint(`escrow:${owner.id}`, escrowCents, 'escrow') : []),
      ...workerEarned(worker.id, payCents, 'generation', 'generated'),
      ...charge(`user:${entry.userId}`, chargeCents, 'usage', 'accumulated'),
    ],
  };
}
