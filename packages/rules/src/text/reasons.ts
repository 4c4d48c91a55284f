import { reasonsOf } from '../shared/reasons.ts';
import { textEligibility } from './eligibility.ts';
import type { TextRequirements } from './records.ts';
import { CONTEXT_LENGTH_MIN, LENGTH_MIN, TEXT_RELAXATIONS } from './relaxations.ts';

/** Whether schema and admission would let in a request of these lengths. */
function admits({ maxLength, maxContextLength }: TextRequirements): boolean {
  return maxLength >= LENGTH_MIN && maxContextLength >= CONTEXT_LENGTH_MIN && maxLength <= maxContextLength;
}

/** Why no worker takes a text request: what each constraint costs, and the nearest request that one would take. */
export const textReasons = reasonsOf({
  survey: textEligibility.survey,
  skip: textEligibility.skip,
  relaxations: TEXT_RELAXATIONS,
  admits,
});
