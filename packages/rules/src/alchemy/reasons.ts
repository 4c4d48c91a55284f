import type { Relaxation } from '../shared/nearest.ts';
import { reasonsOf } from '../shared/reasons.ts';
import { without } from '../shared/without.ts';
import { alchemyEligibility } from './eligibility.ts';
import type { AlchemistOffer, AlchemyRequirements } from './records.ts';

/** How a form that no worker takes can be made one that a worker takes, in the order in which it is tried. */
const ALCHEMY_RELAXATIONS: readonly Relaxation<AlchemyRequirements, AlchemistOffer>[] = [
  without(['slow worker'], r => !r.slowWorkers, {
    requirements: { slowWorkers: true },
    changes: { slow_workers: true },
  }),
  without(['trusted workers only'], r => r.trustedWorkers, {
    requirements: { trustedWorkers: false },
    changes: { trusted_workers: false },
  }),
];

/** Why no worker takes a form: what each constraint costs, and the nearest request that one would take. */
export const alchemyReasons = reasonsOf({
  survey: alchemyEligibility.survey,
  skip: alchemyEligibility.skip,
  relaxations: ALCHEMY_RELAXATIONS,
  admits: () => true,
});
