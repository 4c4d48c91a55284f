import { type BodyOf, HordeError, type routes } from '@openhorde/contract';
import {
  type Cents,
  checkTextRequest,
  EDUCATION_RULE,
  effectiveTextParams,
  PROMPT_BYTES_ALWAYS,
  promptBytesMax,
  type TextParams,
  type TextRequestInput,
  type TextRequirements,
  textRequirements,
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
import type { World } from '../../platform/world.ts';
import type { TextKind } from './kind.ts';
import type { TextOfferRecord } from './offer.ts';

export type TextBody = BodyOf<typeof routes.textAsync>;

/** A request that has passed all checks of its values, with every default in place. */
export interface AdmittedText {
  prompt: string;
  params: TextParams;
  requirements: TextRequirements;
  workerListGiven: boolean;
  /** Kudos to hold, when it needs them beforehand and they are there. */
  upfrontCents?: Cents;
}

export type AdmitTextNeeds = NamedWorkersNeeds & AddressNeeds & ReadersNeeds & UnnamedNeeds;

interface UnnamedNeeds {
  workers: Pick<WorkerRegistry, 'online'>;
  world: Pick<World, 'now'>;
  config: { models: { textDefault?: string } };
}

/** A request that names no model is for the horde's default model, if it has one, where it is offered; else for any. */
function unnamedModels({ workers, world, config }: UnnamedNeeds): string[] {
  const { textDefault } = config.models;
  return textDefault !== undefined && isOffered(workers, 'text', [textDefault], world.now())
    ? [textDefault]
    : [];
}

/**
 * The checks of a request that need no money, in the order of the wire (http-api-text §1.3).
 * @throws HordeError with the first reason to refuse it
 */
export async function admitTextRequest(
  horde: AdmitTextNeeds,
  kind: TextKind,
  body: TextBody,
  requester: Requester,
): Promise<AdmittedText> {
  const { user } = requester;
  const input: TextRequestInput = {
    prompt: body.prompt,
    params: body.params ?? {},
    extraSourceImages: body.extra_source_images?.length ?? 0,
    disableBatching: body.disable_batching ?? false,
  };
  const models = body.models ?? unnamedModels(horde);
  const check = (from: number, to: number): void =>
    assertPassed(
      checkTextRequest(input, { trusted: user.trusted, patron: horde.patrons.has(user.id) }, { from, to }),
    );
  check(12, 13);
  const workerIds = await namedWorkers(horde, body);
  check(15, 15);
  const params = effectiveTextParams(input.params);
  assertConcurrency(kind, user, models, params.n);
  const safeIp = await assertAddress(horde, requester);
  check(20, 20);
  assertReadable(horde, body.prompt);
  const rule = user.education ? EDUCATION_RULE : undefined;
  const requirements = textRequirements(params, {
    models,
    // Clients of texts do not say: who keeps silent is not kept from workers that refuse what is unsafe for work.
    nsfw: rule?.nsfw ?? body.nsfw ?? false,
    trustedWorkers: rule?.trustedWorkers ?? body.trusted_workers ?? false,
    validatedBackends: body.validated_backends ?? false,
    slowWorkers: body.slow_workers ?? true,
    extraSlowWorkers: body.extra_slow_workers ?? false,
    safeIp,
    requesterTrusted: user.trusted,
    softprompt: body.softprompt ?? null,
    disableBatching: input.disableBatching,
    workerList: { ids: workerIds, exclude: body.worker_blacklist ?? false },
  });
  return { prompt: body.prompt, params, requirements, workerListGiven: workerIds.length > 0 };
}

interface ReadersNeeds {
  workers: Pick<WorkerRegistry, 'all'>;
}

/** A prompt that no worker could read only fills the queue. @throws HordeError TextPromptTooLong */
function assertReadable({ workers }: ReadersNeeds, prompt: string): void {
  const bytes = Buffer.byteLength(prompt);
  if (bytes <= PROMPT_BYTES_ALWAYS) return;
  let contextMax = 0;
  for (const { type, offer } of workers.all())
    if (type === 'text') contextMax = Math.max(contextMax, (offer as TextOfferRecord).maxContextLength);
  const bytesMax = promptBytesMax(contextMax);
  if (bytes <= bytesMax) return;
  throw new HordeError('TextPromptTooLong', {
    message: `The prompt has ${bytes} bytes, and no worker here could read more than ${bytesMax}. Shorten it.`,
  });
}
