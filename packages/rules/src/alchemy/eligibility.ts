import { eligibilityOf } from '../shared/eligibility.ts';
import { COMMON_REQUEST_PREDICATES } from '../shared/predicates.ts';
import { ALCHEMY_GROUP_PREDICATES } from './predicates.ts';

/** Who may take which form, why not, and how that is counted. */
export const alchemyEligibility = eligibilityOf(ALCHEMY_GROUP_PREDICATES, COMMON_REQUEST_PREDICATES);
