import {
  type BodyOf,
  HordeError,
  RETURN_CODES,
  type RequestInterrogationResponse,
  type routes,
} from '@openhorde/contract';
import {
  type AlchemyRequirements,
  checkAlchemyRequest,
  type FormInput,
  formPrice,
  type WantedForm,
  wantedForms,
} from '@openhorde/rules';
import {
  type AddressNeeds,
  type Admitted,
  assertAddress,
  assertRoom,
  type CreateCall,
  type EnqueueNeeds,
  enqueue,
  isUnserved,
  type OpenNeeds,
  openRequest,
  type Requester,
  reasonsOf,
  warningWords,
} from '../../core/requests/index.ts';
import { type SourceDoor, sourcesFrom } from '../../features/sources/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { cacheKeyOf, recall } from './results.ts';
import type { AlchemyKind, FormEntry } from './rules.ts';
import { takeSource } from './source.ts';
import { type FormTemplate, sourceKey } from './template.ts';

type Body = BodyOf<typeof routes.alchemyAsync>;

export type CreateAlchemyNeeds = OpenNeeds &
  AddressNeeds &
  SourceDoor &
  EnqueueNeeds &
  Pick<Platform, 'db' | 'world' | 'objects'>;

/**
 * Takes a request about an image in: one form for each thing to do. Forms whose result for that image is
 * remembered are done at once.
 * @throws HordeError with the first reason to refuse it, in the order of http-api-alchemy §1; then nothing is queued or kept
 */
export async function createAlchemyRequest(
  horde: CreateAlchemyNeeds,
  kind: AlchemyKind,
  call: CreateCall<Body>,
): Promise<RequestInterrogationResponse> {
  const { body } = call;
  // Styles and accounts of services are none of its fields, whatever a client sends.
  const { webhook } = body;
  const requester = await openRequest(horde, { ...call, body: webhook === undefined ? {} : { webhook } });
  const forms = wantedForms((body.forms ?? []) as readonly FormInput[]);
  const safeIp = await assertAddress(horde, requester);
  assertAdmitted(horde, kind, requester, forms, safeIp);
  assertRoom(horde, requester.user, 0);
  const id = horde.world.uuid();
  const sender = { accountId: requester.user.id, ip: requester.ip };
  const source = await takeSource({ ...sourcesFrom(horde, sender), world: horde.world }, body.source_image);
  const keys = forms.map(form => (source.url === null ? null : cacheKeyOf(form, source.url)));
  const trustedWorkers = body.trusted_workers ?? false;
  const remembered = await recall(
    horde,
    keys.filter(key => key !== null),
    trustedWorkers,
  );
  const admitted = forms.map(({ name, payload }, index): Admitted<AlchemyRequirements> => {
    const cacheKey = keys[index] ?? null;
    const known = (cacheKey !== null && remembered.get(cacheKey)) || null;
    const template: FormTemplate = {
      form: name,
      index,
      payload,
      sourceUrl: source.url,
      sourceId: source.id,
      cacheKey,
      remembered: known,
    };
    return {
      id: horde.world.uuid(),
      parentId: id,
      jobs: 1,
      done: known !== null,
      things: 0,
      priceCents: formPrice(name, source.tiles),
      taxCents: 0,
      requirements: {
        form: name,
        tiles: source.tiles,
        trustedWorkers,
        slowWorkers: body.slow_workers ?? true,
        safeIp,
        requesterTrusted: requester.user.trusted,
        workerList: null,
      },
      payload: template,
      prompt: '',
      // The picture is that of all forms, and counts with the first.
      sourceBytes: index === 0 ? source.sizeBytes : 0,
      webhook: body.webhook,
      shared: false,
      resultAsUrl: true,
    };
  });
  const entries = await enqueue(horde, kind, requester, admitted).catch(async error => {
    if (source.id !== null) await horde.objects.delete(sourceKey(source.id));
    throw error;
  });
  return { id, ...remark(horde, kind, entries) };
}

function assertAdmitted(
  horde: AddressNeeds,
  { board }: AlchemyKind,
  { user }: Requester,
  forms: readonly WantedForm[],
  safeIp: boolean,
): void {
  let pendingForms = 0;
  for (const { waiting, processing, faulted } of board.ofUser(user.id)) {
    if (!faulted && waiting + processing > 0) pendingForms += 1;
  }
  const refusal = checkAlchemyRequest({
    forms,
    pendingForms,
    concurrency: user.concurrency,
    raid: horde.modes().raid,
    requester: { trusted: user.trusted, patron: horde.patrons.has(user.id), safeIp },
  });
  if (!refusal) return;
  const { rc, detail } = refusal;
  throw new HordeError(rc, { message: detail ?? RETURN_CODES[rc].message });
}

/** What the requester should know: which forms no online worker can do, and why. */
function remark(
  horde: Pick<AddressNeeds, 'modes'>,
  kind: AlchemyKind,
  entries: readonly FormEntry[],
): Pick<RequestInterrogationResponse, 'message' | 'reasons'> {
  const unserved = entries.filter(entry => entry.waiting > 0 && isUnserved(horde, kind, entry));
  if (unserved.length === 0) return {};
  const names = unserved.map(({ group }) => group.requirements.form).join(', ');
  const reasons = unserved.flatMap(entry => {
    const why = reasonsOf(horde, kind, entry);
    return why ? [{ form: entry.group.requirements.form, ...why }] : [];
  });
  return {
    message: warningWords([
      `No available worker can do this right now: ${names}. It waits until one comes, or until the request expires after 20 minutes.`,
    ]),
    ...(reasons.length > 0 && { reasons }),
  };
}
