import type {
  BodyOf,
  InterrogationPopFormPayload,
  Output,
  ResponseModelMessagePop,
  routes,
} from '@openhorde/contract';
import { ALCHEMY_UPTIME_REWARD, type AlchemistOffer, isPostProcessor } from '@openhorde/rules';
import { type HandedOut, type PopNeeds, popJobs, takeJobs } from '../../core/jobs/index.ts';
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
import { type ProlongNeeds, prolongRequests } from './family.ts';
import { alchemyOfferRecord, matchingOffer } from './offer.ts';
import type { AlchemyKind } from './rules.ts';
import { type FormTemplate, resultKey, sourceKey } from './template.ts';

type PopBody = BodyOf<typeof routes.alchemyPop>;

export interface PopCall extends Patience {
  body: PopBody;
  principal(): Promise<Principal>;
  ip: string;
}

interface Answer {
  forms: Output<InterrogationPopFormPayload>[] | null;
  skipped: Record<string, number>;
  /** Absent: there are none. */
  messages?: ResponseModelMessagePop[];
}

export type AlchemyPopNeeds = CheckInNeeds &
  PopNeeds &
  ProlongNeeds &
  Pick<Platform, 'objects'> & { messages: Pick<WorkerMessages, 'forPop'> };

/**
 * An alchemist asks for forms, of any requests: it is checked in, matched, and given as many as it asks for; or told how
 * many passed it by and why. With `Prefer: wait` it is held until something fits.
 * @throws HordeError WorkerMaintenance when nothing was found and the worker is in maintenance; check-in's refusals
 */
export async function popForms(horde: AlchemyPopNeeds, kind: AlchemyKind, call: PopCall): Promise<Answer> {
  assertPriorityNames(call.body.priority_usernames ?? []);
  const owner = await call.principal();
  const { worker, offer } = await checkIn(horde, call.body, owner, call.ip);
  const first = await popJobs(horde, kind, worker, offer, call);
  const messages = horde.messages.forPop(worker.id);
  const told = messages.length > 0 && { messages };
  if (!first) return { forms: null, skipped: kind.board.skipCounters(offer), ...told };
  const taken = [first, ...(await takeMore(horde, kind, worker, offer, call.signal))];
  // They are the worker's already: whatever becomes of the rest of their requests, it must hear of them.
  await prolongRequests(
    horde,
    taken.map(({ entry }) => entry),
  ).catch(error => horde.log.warn({ err: error }, 'requests were not given more time'));
  return { forms: taken.map(one => answer(horde, one)), skipped: {}, ...told };
}

/** Registers or refreshes the worker; the offer is that of this very call. */
async function checkIn(
  horde: CheckInNeeds,
  pop: PopBody,
  owner: Principal,
  ip: string,
): Promise<{ worker: Worker; offer: AlchemistOffer }> {
  assertMayWork(owner);
  const record = alchemyOfferRecord(pop);
  const worker = await checkInWorker(horde, {
    type: 'interrogation',
    name: pop.name,
    owner,
    ip,
    fields: {
      bridgeAgent: pop.bridge_agent ?? UNKNOWN_AGENT,
      threads: pop.threads ?? 1,
      nsfw: false,
      extraSlow: false,
      allowUnsafeIp: pop.allow_unsafe_ipaddr ?? true,
      offer: record,
    },
    uptimeRewardCents: ALCHEMY_UPTIME_REWARD,
    uptimePaidAtOnce: true,
  });
  // [ODD] A paused alchemist is given real work, as if it were not.
  return { worker: { ...worker, paused: false }, offer: matchingOffer(worker, record, demandsOf(pop)) };
}

/**
 * The rest of what a pop asks for. Side by side, so that all claims go in one transaction; when a claim
 * fails, the others still succeed.
 */
async function takeMore(
  horde: PopNeeds,
  kind: AlchemyKind,
  worker: Worker,
  offer: AlchemistOffer,
  signal: AbortSignal,
): Promise<HandedOut[]> {
  if (signal.aborted) return [];
  const claims = Array.from({ length: offer.amount - 1 }, () => takeJobs(horde, kind, worker, offer));
  const settled = await Promise.allSettled(claims);
  return settled.flatMap(claim => (claim.status === 'fulfilled' && claim.value ? [claim.value] : []));
}

/** What a worker is told of a form. */
function answer(
  { objects }: Pick<Platform, 'objects'>,
  { entry, jobIds, payload }: HandedOut,
): Output<InterrogationPopFormPayload> {
  const template = payload as FormTemplate;
  return {
    id: entry.id,
    form: template.form,
    payload: template.payload,
    source_image: template.sourceUrl ?? objects.downloadUrl(sourceKey(template.sourceId!)),
    r2_upload: isPostProcessor(template.form) ? objects.uploadUrl(resultKey(entry.id, jobIds[0]!)) : null,
  };
}
