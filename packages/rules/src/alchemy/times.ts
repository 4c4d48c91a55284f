/** How long things last in alchemy (rules-jobs §6.2, §6.3, http-api-alchemy §1). */
import { isPostProcessor } from './forms.ts';

/** Seconds that an alchemist has for a form. */
export const FORM_TTL_SECONDS = 180;

/** Given-up tries that end a form: the fourth. */
export const FORM_FAULTS_MAX = 4;

/** Mean seconds per form from which an alchemist is slow. */
export const SLOW_ALCHEMIST_SECONDS = 10;

/**
 * Seconds for which the result of a form is used again for the same address: five days; an image that was made, 90
 * minutes, since the object store keeps it for two hours.
 */
export function resultCacheSeconds(form: string): number {
  return isPostProcessor(form) ? 90 * 60 : 5 * 24 * 3600;
}
