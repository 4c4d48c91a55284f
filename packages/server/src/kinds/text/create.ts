import type { RequestAsync } from '@openhorde/contract';
import { activationTax, fromCents, textPayload, textThings } from '@openhorde/rules';
import {
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
  UNSERVED,
  warningWords,
} from '../../core/requests/index.ts';
import { modelsToName } from '../../core/workers/index.ts';
import { type ApplyNeeds, applyStyle } from '../../features/styles/index.ts';
import type { World } from '../../platform/world.ts';
import { type AdmitTextNeeds, admitTextRequest, type TextBody } from './admit.ts';
import { type AffordNeeds, affordable, priceOf, upfrontCentsOf } from './afford.ts';
import type { TextEntry, TextKind } from './kind.ts';

export type CreateNeeds = ApplyNeeds &
  OpenNeeds &
  AdmitTextNeeds &
  AffordNeeds &
  EnqueueNeeds & { world: World; knownAddresses: Pick<KnownAddresses, 'note'> };

/** The tax that an estimate holds already. */
const PLAIN_TAX = activationTax({ extraSourceImages: 0, foreignStyle: false });

/**
 * Takes a request for texts in.
 * @throws HordeError with the first reason to refuse it; then nothing is queued, charged or kept
 */
export async function createTextRequest(
  horde: CreateNeeds,
  kind: TextKind,
  call: CreateCall<TextBody>,
): Promise<Created> {
  const { ip, proxyIp } = call;
  const { body, style } = await applyStyle(horde, 'text', call.body);
  const { allow_downgrade: allowDowngrade = false } = body;
  const asking = await openRequest(horde, { ...call, body, style });
  const admitted = await admitTextRequest(horde, kind, body, asking);
  horde.knownAddresses.note(asking.user, ip, proxyIp !== undefined);
  const requester = fundedRequester(asking, upfrontCentsOf(horde, admitted), allowDowngrade);
  const request = await affordable(horde, kind, admitted, requester, allowDowngrade);
  assertWithinSharedKey(requester, { tokens: request.params.max_length });
  const { jobCents, estimateCents } = priceOf(horde, request);
  if (body.dry_run) return { status: 200, body: { kudos: Math.round(fromCents(estimateCents)) } };
  const id = horde.world.uuid();
  const taxCents = activationTax({
    extraSourceImages: 0,
    foreignStyle: styleOwnerToPay(requester) !== undefined,
  });
  const leastCents = upfrontCentsOf(horde, request);
  const [entry] = await enqueue(horde, kind, requester, [
    {
      id,
      jobs: request.params.n,
      things: textThings(request.params),
      priceCents: jobCents,
      taxCents,
      onSharedKey: { cents: Math.max(leastCents, estimateCents + taxCents - PLAIN_TAX), leastCents },
      ...(request.upfrontCents !== undefined && { upfrontCents: request.upfrontCents }),
      requirements: request.requirements,
      payload: textPayload(request.prompt, request.params),
      prompt: request.prompt,
      webhook: body.webhook,
      shared: false,
      resultAsUrl: false,
    },
  ]);
  return {
    status: 202,
    body: { id, kudos: Math.round(fromCents(jobCents)), ...remarks(horde, kind, entry!) },
  };
}

/** What the requester should know: that no worker can serve it now, why, and what to name instead. */
function remarks(
  horde: Pick<CreateNeeds, 'modes' | 'workers' | 'world'>,
  kind: TextKind,
  entry: TextEntry,
): Pick<RequestAsync, 'message' | 'reasons'> {
  if (!isUnserved(horde, kind, entry)) return {};
  const reasons = reasonsOf(horde, kind, entry);
  const { models } = entry.group.requirements;
  const advice = modelsToName(horde.workers, 'text', models, horde.world.now());
  return {
    message: warningWords([UNSERVED, ...(advice === undefined ? [] : [advice])]),
    ...(reasons && { reasons }),
  };
}
