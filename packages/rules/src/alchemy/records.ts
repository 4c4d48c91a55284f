/**
 * Records that matching of alchemy forms works on. Each form of a request is matched by itself, as one job: what many
 * forms may share is `AlchemyRequirements`, what belongs to one alone are its `RequestFacts`.
 */
import type { AlchemyForm } from '@openhorde/contract';
import type { Cents } from '../shared/cents.ts';
import type { AnyOffer, AnyRequirements, RequestFacts } from '../shared/records.ts';
import { formCharge } from './prices.ts';

/** What a form asks of a worker. Plain JSON: stored with the form, and grouped by `alchemySignature`. */
export interface AlchemyRequirements extends AnyRequirements {
  form: AlchemyForm;
  /** Size of the picture: `tilesOf`. */
  tiles: number;
  trustedWorkers: boolean;
  slowWorkers: boolean;
  /** The requester's address is not known as a proxy. */
  safeIp: boolean;
}

/** An alchemist as matching sees it. Its speed is the mean of its seconds per form: less is faster. */
export interface AlchemistOffer extends AnyOffer {
  /** Empty: nothing is handed out to it. */
  forms: ReadonlySet<string>;
  threads: number;
  /** Largest picture it takes, in tiles. */
  maxTiles: number;
  /** Forms that it takes at a time, of any requests. */
  amount: number;
  extraSlow: boolean;
  allowUnsafeIp: boolean;
}

/** What check-in and pop say of an alchemist. */
export type AlchemistSettings = Omit<
  AlchemistOffer,
  'forms' | 'amount' | 'priorityUserIds' | 'blacklist' | 'extraSlow' | 'paused'
> & {
  forms: Iterable<string>;
  amount: number;
  priorityUserIds: Iterable<number>;
};

/** Forms that one pop may take. */
const FORMS_PER_POP_MAX = 100;

/** The worker as matching sees it. [ODD] That it is paused makes no difference to an alchemist, so it never is here. */
export function alchemistOffer(settings: AlchemistSettings): AlchemistOffer {
  return {
    ...settings,
    forms: new Set(settings.forms),
    amount: Math.min(Math.max(settings.amount, 1), FORMS_PER_POP_MAX),
    priorityUserIds: new Set([settings.ownerId, ...settings.priorityUserIds]),
    blacklist: [],
    extraSlow: false,
    paused: false,
  };
}

const NOBODY: ReadonlySet<string> = new Set();

/** Facts of a form. What a worker that demands kudos up front looks at is the charge, surcharge and all (rules-jobs §6.2). */
export function alchemyFacts(form: {
  requesterId: number;
  requesterKudosCents: Cents;
  priceCents: Cents;
  slowWorkers: boolean;
}): RequestFacts {
  return {
    requesterId: form.requesterId,
    requesterKudosCents: form.requesterKudosCents,
    priceCents: formCharge(form.priceCents, form.slowWorkers),
    prompt: '',
    trickedWorkers: NOBODY,
  };
}

/** A short text that is equal for two forms exactly when matching cannot tell their requirements apart. */
export function alchemySignature(requirements: AlchemyRequirements): string {
  const { form, tiles, trustedWorkers, slowWorkers, safeIp, requesterTrusted } = requirements;
  const bits = [trustedWorkers, slowWorkers, safeIp, requesterTrusted]
    .map(flag => (flag ? '1' : '0'))
    .join('');
  return `${form} ${tiles} ${bits}`;
}
