import { eligibilityOf } from '../shared/eligibility.ts';
import { COMMON_REQUEST_PREDICATES } from '../shared/predicates.ts';
import { GROUP_PREDICATES } from './groupPredicates.ts';

/** Who may take which image request, why not, and how that is counted. */
export const {
  group: GROUP_IN_ORDER,
  request: REQUEST_IN_ORDER,
  groupSkip,
  requestSkip,
  skip: imageSkip,
  countGroupSkips,
  countRequestSkip,
  survey,
  explain,
} = eligibilityOf(GROUP_PREDICATES, COMMON_REQUEST_PREDICATES);
