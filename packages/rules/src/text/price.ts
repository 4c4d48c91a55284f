/** What a text costs (rules-kudos §2). B: billions of parameters of the model. */
import { type Cents, roundHalfEven, toCents } from '../shared/cents.ts';
import { codePoints } from '../shared/codePoints.ts';

const CHARACTERS_PER_TOKEN = 4;
const TOKENS_MIN = 20;

/** Tokens of a text, estimated by its characters: 20 at least, `most` at most. */
export const tokensOf = (text: string, most: number): number => tokensOfLength(codePoints(text), most);

function tokensOfLength(characters: number, most: number): number {
  return Math.min(Math.max(Math.ceil(characters / CHARACTERS_PER_TOKEN), TOKENS_MIN), most);
}

/** How much dearer a token is after so many tokens of context. */
export function contextMultiplier(tokens: number): number {
  return Math.min(30, Math.max(0.1, 1.2 + 2.2 ** Math.log2(tokens / 1024)));
}

/** Large models cost a little more than their size alone says. */
const sizeBonus = (billions: number): number => (Math.max(billions, 13) / 13) ** 0.2;

/** Kudos for each hundred tokens of an unknown model, as if it had so many billions of parameters. */
const UNKNOWN_BILLIONS = 2.7;
const UNVALIDATED_SHARE = 0.3;

export interface DeliveredText {
  /** Characters of the prompt. */
  promptLength: number;
  text: string;
  /** Tokens that the request allowed. */
  maxLength: number;
  /** Of the model that wrote it; undefined: unknown. */
  billions: number | undefined;
  backendValidated: boolean;
  ownerTrusted: boolean;
}

/**
 * Tokens of context that a job is paid for. [ODD] Bounded by the length of the answer, not of the context, so the multiplier
 * hardly exceeds 2.2: the original's rule, which its economy rests on.
 */
export function paidContext({
  promptLength,
  maxLength,
}: Pick<DeliveredText, 'promptLength' | 'maxLength'>): number {
  return tokensOfLength(promptLength, maxLength);
}

/** Price of one delivered job in kudos. Rounded to cents for a known model; for others the answer to a submit shows it as it is. */
export function textJobKudos(job: DeliveredText): number {
  const context = contextMultiplier(paidContext(job));
  const tokens = tokensOf(job.text, job.maxLength);
  const { billions } = job;
  if (billions === undefined) {
    // Any user can make up a model's name, so the price of an unknown model depends on the trust in the worker's owner.
    return job.ownerTrusted ? (tokens * context * UNKNOWN_BILLIONS) / 100 : context;
  }
  const share = job.backendValidated ? 1 : UNVALIDATED_SHARE;
  return toCents((tokens * sizeBonus(billions) * billions * share * context) / 125) / 100;
}

/** What an estimate knows: the request alone. */
export interface WantedText {
  maxLength: number;
  maxContextLength: number;
  /** Of the first named model: a number, `unknown`, or `any` where none is named. */
  billions: number | 'unknown' | 'any';
}

/** Estimated price of one job (§2), to the cent. */
export function textEstimate({ maxLength, maxContextLength, billions }: WantedText): Cents {
  const work = (maxLength * contextMultiplier(maxContextLength)) / 100;
  if (billions === 'any') return toCents(work * 13);
  if (billions === 'unknown') return toCents(work * UNKNOWN_BILLIONS);
  return toCents(work * sizeBonus(billions) * billions);
}

/** Fee of the horde for each job. */
const JOB_FEE: Cents = 100;

/** What a whole request will cost (§4): each job with its fee, and the tax. */
export function textRequestEstimate(jobCents: Cents, jobs: number): Cents {
  return (jobCents + JOB_FEE) * jobs + JOB_FEE;
}

/** What the requester pays for one job (§3.3); of a censored one the fee alone. */
export function textJobCharge(job: { priceCents: Cents; censored: boolean }): Cents {
  return (job.censored ? 0 : job.priceCents) + JOB_FEE;
}

/** Kudos that a request needs beforehand (§5.2): 20 for each job without a model, else by the largest named one. */
export function textUpfrontCents(maxLength: number, billions: readonly number[], jobs: number): Cents {
  if (billions.length === 0) return 2000 * jobs;
  return roundHalfEven((maxLength * Math.max(...billions) * 100) / 21) * jobs;
}
