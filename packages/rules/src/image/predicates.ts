import type { ImageSkipReason } from '@openhorde/contract';
import type { GroupPredicateOf, Skip } from '../shared/predicates.ts';
import type { ImageRequirements, ImageWorkerOffer } from './records.ts';
import type { ModelReference } from './reference.ts';

/** `hidden`: passed over without telling why. */
export type SkipReason = Skip<ImageSkipReason>;

export type GroupPredicate = GroupPredicateOf<
  ImageRequirements,
  ImageWorkerOffer,
  ImageSkipReason,
  ModelReference
>;
