import { effectiveWorkerList } from '../shared/records.ts';
import type { TextParams } from './params.ts';
import type { TextRequirements } from './records.ts';

/** What admission knows of a request beside its `params`. */
export type TextTraits = Omit<TextRequirements, 'maxLength' | 'maxContextLength'>;

/** Reduces a request to what matching needs. */
export function textRequirements(
  { max_length, max_context_length }: Pick<TextParams, 'max_length' | 'max_context_length'>,
  traits: TextTraits,
): TextRequirements {
  return {
    ...traits,
    maxLength: max_length,
    maxContextLength: max_context_length,
    softprompt: traits.softprompt || null,
    workerList: effectiveWorkerList(traits.workerList),
  };
}
