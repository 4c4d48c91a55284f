/** Suspicion of accounts and their workers (rules-countermeasures §2). */

/** Reasons by the number that is stored. */
export const SUSPICIONS = {
  WORKER_NAME_LONG: 0,
  WORKER_NAME_EXTREME: 1,
  WORKER_PROFANITY: 2,
  UNSAFE_IP: 3,
  EXTREME_MAX_PIXELS: 4,
  UNREASONABLY_FAST: 5,
  USERNAME_LONG: 6,
  USERNAME_PROFANITY: 7,
  CORRUPT_PROMPT: 8,
  TOO_MANY_JOBS_ABORTED: 9,
} as const;
export type Suspicion = keyof typeof SUSPICIONS;

const REPEATED: ReadonlySet<Suspicion> = new Set(['UNREASONABLY_FAST', 'TOO_MANY_JOBS_ABORTED']);

/** Whether a reason counts each time it comes up; the others count once, as long as they are on record. */
export const isRepeated = (reason: Suspicion): boolean => REPEATED.has(reason);

/** Suspicions from which on an untrusted account moves no kudos and an untrusted owner's worker is paused. */
export const SUSPICIONS_MAX = 5;

/** Reports beyond these tell nothing new, and are not kept. */
export const REPORTS_KEPT_MAX = 100;

/** Trusted accounts and their workers never are. */
export const isSuspicious = (of: { suspicions: number; trusted: boolean }): boolean =>
  of.suspicions >= SUSPICIONS_MAX && !of.trusted;

/** Speeds in display units per second beyond which a result is hard to believe. */
export const IMAGE_SPEED_MAX = 20;
const TEXT_SPEED_MAX = 150;

/** The measures of a text worker: each limit that it goes beyond is a report of its own. */
export function textSpeedLimits(of: {
  ownerTrusted: boolean;
  model: string;
  /** Billions of parameters; undefined: an unknown model. */
  billions: number | undefined;
}): number[] {
  const { ownerTrusted, model, billions } = of;
  if (ownerTrusted || billions === undefined) return [TEXT_SPEED_MAX];
  const bySize = billions >= 70 ? 30 : billions >= 14 ? 100 : TEXT_SPEED_MAX;
  // Of a mixture of experts only a part works on each token.
  return [TEXT_SPEED_MAX, model.includes('8x') ? bySize * 3 : bySize];
}
