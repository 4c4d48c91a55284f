import type { TextSkipReason } from '@openhorde/contract';
import { type Counters, eligibilityOf } from '../shared/eligibility.ts';
import { COMMON_REQUEST_PREDICATES } from '../shared/predicates.ts';
import { TEXT_GROUP_PREDICATES } from './groupPredicates.ts';

/** How often each reason kept text requests from a worker. */
export type TextSkipCounters = Counters<TextSkipReason>;

/** Who may take which text request, why not, and how that is counted. */
export const textEligibility = eligibilityOf(TEXT_GROUP_PREDICATES, COMMON_REQUEST_PREDICATES);
