import { type BodyOf, type GenerationPayloadKobold, HordeError, type routes } from '@openhorde/contract';
import {
  acceptedTextModels,
  billionsOf,
  isValidatedBackend,
  type TextModelReference,
  type TextPayload,
  type TextRequirements,
  type TextWorkerOffer,
  textUptimeReward,
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
import { assertNoNul, type Principal } from '../../http/index.ts';
import type { TextKind } from './kind.ts';
import { matchingOffer, textOfferRecord } from './offer.ts';

type PopBody = BodyOf<typeof routes.textPop>;

export interface PopCall extends Patience {
  body: PopBody;
  principal(): Promise<Principal>;
  ip: string;
}

export type TextPopNeeds = CheckInNeeds &
  PopNeeds & {
    textReference(): TextModelReference;
    messages: Pick<WorkerMessages, 'forPop'>;
  };

/**
 * A Scribe asks for work: it is checked in, matched, and given jobs of one request; or told how many requests passed it
 * by and why. With `Prefer: wait` it is held until something fits.
 * @throws HordeError WorkerMaintenance when nothing was found and the worker is in maintenance; check-in's refusals
 */
export async function popTextJobs(
  horde: TextPopNeeds,
  kind: TextKind,
  call: PopCall,
): Promise<GenerationPayloadKobold> {
  assertPriorityNames(call.body.priority_usernames ?? []);
  const owner = await call.principal();
  const { worker, offer } = await checkIn(horde, call.body, owner, call.ip);
  const handedOut = await popJobs(horde, kind, worker, offer, call);
  const messages = horde.messages.forPop(worker.id);
  if (handedOut) return { ...answer(handedOut), messages };
  return { ...NOTHING, skipped: kind.board.skipCounters(offer), messages };
}

/** Registers or refreshes the worker; the offer is that of this very call. */
async function checkIn(
  horde: Omit<TextPopNeeds, 'messages'>,
  pop: PopBody,
  owner: Principal,
  ip: string,
): Promise<{ worker: Worker; offer: TextWorkerOffer }> {
  assertMayWork(owner);
  // A name is cleaned of it; everything else is kept as it comes.
  assertNoNul({ ...pop, name: '' });
  const { models, foreign } = acceptedTextModels(pop.models ?? [], owner.id);
  const reference = horde.textReference();
  const record = textOfferRecord(pop, models);
  const bridgeAgent = pop.bridge_agent ?? UNKNOWN_AGENT;
  const worker = await checkInWorker(horde, {
    type: 'text',
    name: pop.name,
    owner,
    ip,
    fields: {
      bridgeAgent,
      threads: pop.threads ?? 1,
      nsfw: pop.nsfw ?? true,
      extraSlow: pop.extra_slow_worker ?? false,
      allowUnsafeIp: pop.allow_unsafe_ipaddr ?? true,
      offer: record,
    },
    uptimeRewardCents: textUptimeReward({
      maxContextLength: record.maxContextLength,
      billions: models[0] === undefined ? undefined : billionsOf(models[0], reference),
      backendValidated: isValidatedBackend(bridgeAgent),
    }),
    uptimePaidAtOnce: owner.trusted,
    assertUseful: () => assertModels(models, foreign),
  });
  return { worker, offer: matchingOffer(worker, record, demandsOf(pop), reference) };
}

/** @throws HordeError BadRequest */
function assertModels(models: readonly string[], foreign: string | undefined): void {
  if (models.length === 0) {
    throw new HordeError('BadRequest', {
      message: 'Unfortunately we cannot accept workers serving no models. Please offer at least one.',
    });
  }
  if (foreign !== undefined) {
    throw new HordeError('BadRequest', { message: `The model ${foreign} belongs to another account.` });
  }
}

const NOTHING = {
  id: null,
  ids: [],
  model: null,
  softprompt: null,
  ttl: null,
  extra_source_images: null,
} as unknown as GenerationPayloadKobold;

/** What a worker is told of its jobs. */
function answer({
  entry,
  jobIds,
  model,
  ttlSeconds,
  payload,
}: HandedOut<TextRequirements>): GenerationPayloadKobold {
  return {
    ...NOTHING,
    payload: payload as TextPayload as NonNullable<GenerationPayloadKobold['payload']>,
    id: jobIds[0]!,
    ids: jobIds,
    model,
    softprompt: entry.group.requirements.softprompt,
    ttl: ttlSeconds,
    skipped: {},
  };
}
