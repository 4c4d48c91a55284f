import { HordeError, RETURN_CODES, type RequestAsync } from '@openhorde/contract';
import type { Refusal } from '@openhorde/rules';
import type { Principal } from '../../http/index.ts';
import type { CoreOffer, Kind } from '../kind.ts';
import type { AddressGuards, Modes, Patrons } from '../needs.ts';
import type { WorkerRegistry } from '../workers/index.ts';
import { countedModels, tooManyJobs } from './limits.ts';
import { type Credentials, type PayerNeeds, payerOf } from './payer.ts';
import type { AppliedStyle, Requester } from './requester.ts';
import { payerByStyle } from './stylePays.ts';

// The parts of admission that images and texts share, in the order of the wire (http-api-image §1.5); a kind weaves its own in.

/** What the body of any request for generations holds. */
export interface GenerationBody {
  style?: string;
  webhook?: string;
  proxied_account?: string;
  workers?: readonly string[];
  allow_downgrade?: boolean;
}

export interface CreateCall<Body extends GenerationBody>
  extends Pick<Requester, 'ip' | 'proxyIp' | 'clientAgent'>,
    Credentials {
  body: Body;
  /** The style that has had its say about the body; see `applyStyle`, step 5. */
  style?: AppliedStyle | undefined;
}

/** What a request came to: its price (a dry run), or a place in the queue. */
export type Created = { status: 200; body: { kudos: number } } | { status: 202; body: RequestAsync };

export type OpenNeeds = PayerNeeds & { modes(): Modes };

/** Steps 6 to 11: the horde takes requests, and the account may ask. @throws HordeError */
export async function openRequest<Body extends GenerationBody>(
  horde: OpenNeeds,
  { body, style, ip, proxyIp, clientAgent, ...credentials }: CreateCall<Body>,
): Promise<Requester> {
  if (horde.modes().maintenance) throw new HordeError('MaintenanceMode');
  if (body.webhook !== undefined && !body.webhook.startsWith('https://')) {
    throw new HordeError('BadRequest', { message: 'A webhook must be an https:// address.' });
  }
  const payer = await payerOf(horde, credentials, {
    allowDowngrade: body.allow_downgrade ?? false,
    styleKeyId: style?.sharedKeyId,
  });
  const { user } = payer;
  if (body.proxied_account !== undefined && !user.service) throw new HordeError('OnlyServiceAccountProxy');
  if (user.deleted) throw new HordeError('DeletedUser');
  const paying = await payerByStyle(horde, payer, style);
  return { ...paying, style, ip, proxyIp, clientAgent, proxiedAccount: body.proxied_account };
}

/** Passes on what a check of values found. @throws HordeError */
export function assertPassed(refusal: Refusal | undefined): void {
  if (!refusal) return;
  const { rc, detail } = refusal;
  throw new HordeError(rc, detail ? { message: `${RETURN_CODES[rc].message} Here: ${detail}.` } : {});
}

/** Ids of a worker list that are looked at. */
const WORKERS_MAX = 5;

export interface NamedWorkersNeeds {
  workers: Pick<WorkerRegistry, 'find'>;
}

/** Step 14: the ids of the workers that a request names. @throws HordeError WorkerNotFound */
export async function namedWorkers(
  { workers }: NamedWorkersNeeds,
  { workers: sent }: GenerationBody,
): Promise<string[]> {
  const ids = (sent ?? []).slice(0, WORKERS_MAX);
  for (const id of ids) if (!(await workers.find(id))) throw new HordeError('WorkerNotFound');
  return ids;
}

/**
 * Step 16: jobs that no worker has taken yet, of all the user's requests of this kind, are bounded; the
 * anonymous account's by model. Said before a picture is loaded; the transaction that takes the request in
 * asks again.
 * @throws HordeError TooManyPrompts
 */
export function assertConcurrency<R, O extends CoreOffer>(
  kind: Kind<R, O>,
  user: Principal,
  models: readonly string[],
  wanted: number,
): void {
  const queued = kind.board.waitingOf(user.id, countedModels(user, models));
  if (queued + wanted > user.concurrency) throw tooManyJobs(kind.name, queued, wanted, user.concurrency);
}

/** Who is asked about an address. */
export interface AddressNeeds {
  guards: AddressGuards;
  patrons: Patrons;
  modes(): Modes;
}

/**
 * Step 17: an address in time-out makes no requests.
 * @returns whether the address is a safe one: workers may keep away from others, and in a raid everybody does
 * @throws HordeError TimeoutIP
 */
export async function assertAddress(
  { guards, patrons, modes }: AddressNeeds,
  { ip, user }: Pick<Requester, 'ip' | 'user'>,
): Promise<boolean> {
  guards.timeouts.assertWelcome(ip);
  const { trusted, vpn } = user;
  return guards.safety.isSafeRequester(ip, { trusted, vpn, patron: patrons.has(user.id) }, modes().raid);
}

/**
 * Whether the requester should be told that no worker can serve it now: in a raid clients are not told what
 * the horde lacks.
 */
export function isUnserved<R, O extends CoreOffer>(
  horde: { modes(): Modes },
  { crew }: Kind<R, O>,
  entry: Parameters<Kind<R, O>['crew']['couldTake']>[0],
): boolean {
  return !horde.modes().raid && !crew.couldTake(entry);
}

/** What is said of an accepted request that has warnings; published clients look for the word. */
export const warningWords = (sentences: readonly string[]): string =>
  `Mind the warning: ${sentences.join(' ')}`;

/** Said of such a request. */
export const UNSERVED =
  'There are no available workers that can take this request right now. It waits until one comes, or until it expires after 20 minutes.';
