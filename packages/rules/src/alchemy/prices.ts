/** What a form costs and earns (rules-kudos §3.4). Amounts in cents. */
import type { Cents } from '../shared/cents.ts';
import { isPostProcessor } from './forms.ts';

/** Kudos of one form: what its worker gets. */
export function formPrice(form: string, tiles: number): Cents {
  if (isPostProcessor(form)) return 300 * tiles;
  return form === 'interrogation' ? 300 : 100;
}

/**
 * The requester's price of a form that is done. [ODD] Allowing slow workers costs one kudos more, as in the original;
 * its documentation says the opposite. Nothing is taken before.
 */
export function formCharge(priceCents: Cents, slowWorkers: boolean): Cents {
  return priceCents + (slowWorkers ? 200 : 100);
}
