import { HordeError } from '@openhorde/contract';
import {
  billionsOf,
  type Cents,
  downgradedTextParams,
  fromCents,
  type TextModelReference,
  textEstimate,
  textRequestEstimate,
  textUpfrontCents,
  textUpfrontNeed,
} from '@openhorde/rules';
import { readAvailable } from '../../core/kudos/index.ts';
import type { Requester } from '../../core/requests/index.ts';
import type { Executor } from '../../platform/db.ts';
import type { AdmittedText } from './admit.ts';
import type { TextKind } from './kind.ts';

export interface Prices {
  /** One job, as it is expected: of full length, at the first named model. */
  jobCents: Cents;
  /** The whole request as a dry run tells it. */
  estimateCents: Cents;
}

export interface PriceNeeds {
  textReference(): TextModelReference;
}

export interface AffordNeeds extends PriceNeeds {
  db: Executor;
}

/** What a request is expected to cost as it stands. */
export function priceOf(horde: PriceNeeds, { params, requirements }: AdmittedText): Prices {
  const [first] = requirements.models;
  const jobCents = textEstimate({
    maxLength: params.max_length,
    maxContextLength: params.max_context_length,
    billions: first === undefined ? 'any' : (billionsOf(first, horde.textReference()) ?? 'unknown'),
  });
  return { jobCents, estimateCents: textRequestEstimate(jobCents, params.n) };
}

/**
 * Billions of parameters that a model counts as, where its kudos are needed beforehand and its size is
 * unknown.
 */
const UNKNOWN_BILLIONS = 1;

/** What a request needs beforehand, if it does: by its full length and the largest of its models (rules-kudos §5.2). */
export function upfrontCentsOf(horde: PriceNeeds, { params, requirements }: AdmittedText): Cents {
  const sizes = requirements.models.map(name => billionsOf(name, horde.textReference()) ?? UNKNOWN_BILLIONS);
  return textUpfrontCents(params.max_length, sizes, params.n);
}

/**
 * Lets a request through that needs its kudos beforehand only when they are there, or makes it shorter where the client
 * allows that.
 * @throws HordeError KudosUpfront
 */
export async function affordable(
  horde: AffordNeeds,
  kind: TextKind,
  admitted: AdmittedText,
  { user }: Requester,
  allowDowngrade: boolean,
): Promise<AdmittedText> {
  const { params, requirements } = admitted;
  const load = { threads: kind.crew.figures().threads, queuedRequests: kind.board.totals.waitingJobs };
  const need = textUpfrontNeed({
    maxLength: params.max_length,
    slowWorkers: requirements.slowWorkers,
    workerList: admitted.workerListGiven,
    workerListNeedsKudos: false,
    load,
  });
  if (!need) return admitted;
  const upfrontCents = upfrontCentsOf(horde, admitted);
  const available = await readAvailable(horde.db, user.id);
  if (available >= upfrontCents) return { ...admitted, upfrontCents };
  if (!allowDowngrade || !need.downgradable) {
    throw new HordeError('KudosUpfront', {
      message:
        `Right now only requests up to ${need.maxTokens} tokens with slow workers allowed go without kudos. This one needs ` +
        `${fromCents(upfrontCents)} kudos beforehand, and you can spend ${fromCents(available)}. Please make it shorter, ` +
        'set allow_downgrade, or earn kudos by running a worker.',
    });
  }
  const shorter = downgradedTextParams(params, load);
  return {
    ...admitted,
    params: shorter,
    requirements: { ...requirements, slowWorkers: true, maxLength: shorter.max_length },
  };
}
