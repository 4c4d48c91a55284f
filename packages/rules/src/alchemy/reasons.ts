import type { Option, Relaxation } from '../shared/nearest.ts';
import { reasonsOf } from '../shared/reasons.ts';
import { alchemyEligibility } from './eligibility.ts';
import type { AlchemistOffer, AlchemyRequirements } from './records.ts';

type AlchemyRelaxation = Relaxation<AlchemyRequirements, AlchemistOffer>;

/** A flag of the request that could be the other way round. */
function flagged(
  lifts: readonly string[],
  flag: 'slowWorkers' | 'trustedWorkers',
  relaxed: boolean,
  changes: Option<AlchemyRequirements>['changes'],
): AlchemyRelaxation {
  return {
    lifts,
    relax: asked =>
      asked[flag] === relaxed ? [] : [{ requirements: { ...asked, [flag]: relaxed }, changes }],
  };
}

/** How a form that nobody takes can be made one that somebody takes, in the order in which it is tried. */
const ALCHEMY_RELAXATIONS: readonly AlchemyRelaxation[] = [
  flagged(['slow worker'], 'slowWorkers', true, { slow_workers: true }),
  flagged(['trusted workers only'], 'trustedWorkers', false, { trusted_workers: false }),
];

/** Why nobody takes a form: what each constraint costs, and the nearest request that somebody would take. */
export const alchemyReasons = reasonsOf({
  survey: alchemyEligibility.survey,
  skip: alchemyEligibility.skip,
  relaxations: ALCHEMY_RELAXATIONS,
  admits: () => true,
});
