import { HordeError } from '@openhorde/contract';
import {
  normalisePrompt,
  promptParts,
  promptSuspicion,
  REWRITABLE_LENGTH_MAX,
  rewritePrompt,
  SUSPICION_MAX,
} from '@openhorde/rules';
import type { FilterBook } from './filterBook.ts';
import type { PromptCall } from './promptCall.ts';
import type { PromptRules } from './promptRules.ts';
import { type RefusalNeeds, refusePrompt } from './refuse.ts';

/** Far beyond the 7500 words that a prompt may have: a longer prompt is not screened at all. */
const PROMPT_LENGTH_MAX = 100_000;

export interface ScreenNeeds extends RefusalNeeds {
  book: FilterBook;
  rules: PromptRules;
}

/** Looks prompts through before they go in (rules-countermeasures §4.4). */
export class PromptScreen {
  readonly #needs: ScreenNeeds;

  constructor(needs: ScreenNeeds) {
    this.#needs = needs;
  }

  /**
   * @returns the prompt as it may go in: as it was sent, or rewritten
   * @throws HordeError CorruptPrompt, which for a blocked one is on record then; BadRequest for one that is too long
   *   to be rewritten; InvalidPromptSize
   */
  async screen(call: PromptCall): Promise<string> {
    const { prompt, user, models, nsfwModel, replacementFilter } = call;
    if (prompt.length > PROMPT_LENGTH_MAX) throw new HordeError('InvalidPromptSize');
    const { filters, replacements } = this.#needs.book.current;
    const { rules } = this.#needs;
    // One group alone makes nothing suspicious, and pictures count for the other one.
    const mayBlock = filters.has(20);
    if (!mayBlock && !nsfwModel && !user.flagged) return prompt;

    const normalised = normalisePrompt(prompt);
    const blocked = mayBlock && promptSuspicion(prompt, filters, normalised) >= SUSPICION_MAX;
    const unethical =
      user.flagged ||
      (nsfwModel &&
        ((rules.nsfwModels?.test(normalised) ?? false) || (filters.get(10)?.test(normalised) ?? false)));
    if (!blocked && !unethical) return prompt;

    if (blocked) {
      if (!replacementFilter && !user.education) return refusePrompt(this.#needs, call);
      assertRewritable(prompt);
    }
    const list = unethical ? [...replacements, ...rules.substitutions] : replacements;
    const rewritten = rewritePrompt(prompt, list, rules.negative, models);
    if (rewritten !== undefined) return rewritten;
    if (blocked) return refusePrompt(this.#needs, call);
    throw new HordeError('CorruptPrompt', {
      message:
        'This prompt could make unethical images and goes against the rules of the horde. Rewrite it, or choose another model.',
    });
  }
}

/** @throws HordeError BadRequest */
function assertRewritable(prompt: string): void {
  if (promptParts(prompt).positive.length <= REWRITABLE_LENGTH_MAX) return;
  throw new HordeError('BadRequest', {
    message: `This prompt goes against the rules of the horde and is too long to be rewritten. Shorten it to ${REWRITABLE_LENGTH_MAX} characters, or rewrite it yourself.`,
  });
}
