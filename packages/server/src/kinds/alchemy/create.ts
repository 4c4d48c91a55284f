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
import type { Horde } from '../../app/horde.ts';
import { type Admitted, enqueue, type Requester } from '../../features/requests/index.ts';
import { assertNoNul } from '../../http/index.ts';
import { cacheKeyOf, recall } from './results.ts';
import type { AlchemyKind, FormEntry } from './rules.ts';
import { takeSource } from './source.ts';
import type { FormTemplate } from './template.ts';

type Body = BodyOf<typeof routes.alchemyAsync>;

export interface CreateCall extends Omit<Requester, 'user'> {
  body: Body;
  principal(): Promise<Requester['user']>;
}

/**
 * Takes a request about an image in: one form for each thing to do. What is remembered of the same image is done at once.
 * @throws HordeError with the first reason to refuse it, in the order of http-api-alchemy §1; then nothing is queued or kept
 */
export async function createAlchemyRequest(
  horde: Horde,
  kind: AlchemyKind,
  call: CreateCall,
): Promise<RequestInterrogationResponse> {
  const { body, ip, clientAgent } = call;
  if (horde.modes().maintenance) throw new HordeError('MaintenanceMode');
  if (body.webhook !== undefined && !body.webhook.startsWith('https://')) {
    throw new HordeError('BadRequest', { message: 'A webhook must be an https:// address.' });
  }
  const requester: Requester = { user: await call.principal(), ip, clientAgent };
  assertNoNul(body, clientAgent);
  if (requester.user.deleted) throw new HordeError('DeletedUser');
  const forms = wantedForms((body.forms ?? []) as readonly FormInput[]);
  assertAdmitted(horde, kind, requester, forms);
  const id = horde.world.uuid();
  const source = await takeSource(horde, id, body.source_image);
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
        safeIp: true,
        requesterTrusted: requester.user.trusted,
        workerList: null,
      },
      payload: template,
      prompt: '',
      webhook: body.webhook,
      shared: false,
      resultAsUrl: true,
    };
  });
  const entries = await enqueue(horde, kind, requester, admitted);
  return { id, ...remark(horde, kind, entries) };
}

function assertAdmitted(
  horde: Horde,
  { board }: AlchemyKind,
  { user }: Requester,
  forms: readonly WantedForm[],
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
    requester: { trusted: user.trusted, patron: false, safeIp: true },
  });
  if (!refusal) return;
  const { rc, detail } = refusal;
  throw new HordeError(rc, { message: detail ?? RETURN_CODES[rc].message });
}

/** What the requester should know: which forms nobody who is online can do. In a raid nobody is told what the horde lacks. */
function remark(
  horde: Horde,
  { crew }: AlchemyKind,
  entries: readonly FormEntry[],
): Pick<RequestInterrogationResponse, 'message'> {
  const unserved = entries.filter(entry => entry.waiting > 0 && !crew.couldTake(entry));
  if (unserved.length === 0 || horde.modes().raid) return {};
  const names = unserved.map(entry => entry.group.requirements.form).join(', ');
  return {
    message:
      `No available worker can do this right now: ${names}. It waits until one comes, or until the request expires ` +
      'after 20 minutes.',
  };
}
