import { type GenerationInputStable, HordeError, type RequestAsync } from '@openhorde/contract';
import {
  activationTax,
  fixedSeed,
  fromCents,
  imagePayloadTemplate,
  imageThings,
  imageWarnings,
  initialPriority,
  orderKey,
  parseSeed,
  REQUEST_TTL_SECONDS,
} from '@openhorde/rules';
import type { Horde } from '../../app/horde.ts';
import { assertNoNul } from '../../http/index.ts';
import type { ImageEntry } from '../jobs/index.ts';
import { charge } from '../kudos/index.ts';
import type { Activation } from './activate.ts';
import { type AdmittedRequest, admitImageRequest, type Requester } from './admit.ts';
import { affordable, priceOf } from './afford.ts';
import { storeSourceImages } from './sourceImages.ts';
import type { ImageTemplate } from './template.ts';
import { warningMessage } from './warnings.ts';

export interface CreateCall extends Omit<Requester, 'user'> {
  body: GenerationInputStable;
  /** A service calls for somebody else. */
  proxied: boolean;
  principal(): Promise<Requester['user']>;
}

/** What a request came to: its price (a dry run), or a place in the queue. */
export type Created = { status: 200; body: { kudos: number } } | { status: 202; body: RequestAsync };

/**
 * Takes a request for images in.
 * @throws HordeError with the first reason to refuse it; then nothing is queued, charged or kept
 */
export async function createImageRequest(horde: Horde, call: CreateCall): Promise<Created> {
  const { body } = call;
  // Nobody can make styles yet, so every name is unknown.
  if (body.style !== undefined) throw new HordeError('StyleNotFound');
  if (horde.modes().maintenance) throw new HordeError('MaintenanceMode');
  if (body.webhook !== undefined && !body.webhook.startsWith('https://')) {
    throw new HordeError('BadRequest', { message: 'A webhook must be an https:// address.' });
  }
  const { ip, proxied, clientAgent } = call;
  const requester: Requester = { user: await call.principal(), ip, clientAgent };
  assertNoNul(body, call.clientAgent);
  const admitted = admitImageRequest(horde, body, requester);
  horde.knownAddresses.note(requester.user, ip, proxied);
  const request = await affordable(horde, admitted, requester, body.allow_downgrade ?? false);
  const { jobCents, estimateCents } = priceOf(horde, request);
  if (body.dry_run) return { status: 200, body: { kudos: Math.round(fromCents(estimateCents)) } };
  const id = horde.world.uuid();
  await storeSourceImages(horde, id, body);
  const entry = await activate(horde, id, request, requester, body, jobCents);
  return {
    status: 202,
    body: { id, kudos: Math.round(fromCents(jobCents)), ...remarks(horde, entry, request) },
  };
}

async function activate(
  horde: Horde,
  id: string,
  request: AdmittedRequest,
  { user, ip, clientAgent }: Requester,
  body: GenerationInputStable,
  priceCents: number,
): Promise<ImageEntry> {
  const { params, requirements, prompt } = request;
  const nowMs = horde.world.now();
  const balanceCents = await horde.balances.of(user.id);
  const priority = initialPriority({ flagged: user.flagged, balanceCents, downgradedSharedKey: false });
  const taxCents = activationTax({ extraSourceImages: request.input.extraSourceImages, foreignStyle: false });
  const activation: Activation = {
    row: {
      id,
      kind: 'image',
      user_id: user.id,
      shared_key_id: null,
      created_at: new Date(nowMs).toISOString(),
      expires_at: new Date(nowMs + REQUEST_TTL_SECONDS * 1000).toISOString(),
      order_key: orderKey(priority, nowMs / 1000),
      jobs: params.n,
      waiting: params.n,
      processing: 0,
      finished: 0,
      restarted: 0,
      faulted: false,
      cancelled: false,
      consumed: fromCents(taxCents),
      things: imageThings(params),
      price: fromCents(priceCents),
      matching: requirements,
      payload: templateOf(horde, request, body),
      prompt,
      client_agent: clientAgent,
      ip,
      webhook: body.webhook ?? null,
      shared: request.shared,
      result_as_url: requirements.r2,
    },
    event: {
      id: `activate:${id}`,
      kind: 'activate',
      movements: charge(`user:${user.id}`, taxCents, 'tax', 'accumulated'),
    },
  };
  await horde.commands.activate(activation);
  horde.changes.announce(id);
  return horde.board.add({
    id,
    userId: user.id,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + REQUEST_TTL_SECONDS * 1000,
    orderKey: activation.row.order_key,
    jobs: params.n,
    waiting: params.n,
    processing: 0,
    finished: 0,
    restarted: 0,
    faulted: false,
    cancelled: false,
    consumedCents: taxCents,
    things: activation.row.things,
    priceCents,
    requirements,
    prompt,
    shared: request.shared,
    resultAsUrl: requirements.r2,
  });
}

function templateOf(horde: Horde, request: AdmittedRequest, body: GenerationInputStable): ImageTemplate {
  const { params, prompt, requirements, censorNsfw, input } = request;
  const seedVariation = params.seed_variation ?? null;
  return {
    job: imagePayloadTemplate(prompt, params, { nsfw: requirements.nsfw, censorNsfw }),
    seed: fixedSeed(parseSeed(params.seed), seedVariation, horde.world.random),
    seedVariation,
    source: {
      image: input.sourceImage,
      mask: input.sourceMask,
      processing: input.sourceImage ? input.sourceProcessing : 'img2img',
      extraStrengths: (body.extra_source_images ?? []).map(({ strength = 1 }) => strength),
    },
  };
}

/** What the requester should know: that nobody can serve it now, and what its models are not made for. */
function remarks(
  horde: Horde,
  entry: ImageEntry,
  { input }: AdmittedRequest,
): Pick<RequestAsync, 'message' | 'warnings'> {
  const codes = imageWarnings(input.params, input.models, horde.reference());
  // In a raid nobody is told what the horde lacks.
  const unserved = !horde.modes().raid && !horde.crew.couldTake(entry);
  const warnings = (unserved ? (['NoAvailableWorker', ...codes] as const) : codes).map(code => ({
    code,
    message: warningMessage(code),
  }));
  return {
    ...(unserved && { message: warningMessage('NoAvailableWorker') }),
    ...(warnings.length > 0 && { warnings }),
  };
}
