import type { Matcher } from './matcher.ts';
import { normalisePrompt, promptParts } from './normalise.ts';

/** Something that is taken out of a prompt, and what comes in its place. */
export interface Replacement {
  matcher: Matcher;
  replacement: string;
  /** Only where this is the one model that is asked for. */
  onlyModel?: string;
}

/** Longest positive part that is rewritten, in characters. */
export const REWRITABLE_LENGTH_MAX = 7000;

/**
 * A prompt without what the replacements take out of it, and with a negative part that keeps models away from it
 * (rules-countermeasures §4.5). The positive part comes out as filters see it: weights are lost.
 * @param negative what no picture should show
 * @returns undefined when nothing is left
 */
export function rewritePrompt(
  prompt: string,
  replacements: readonly Replacement[],
  negative: string,
  models: readonly string[] = [],
): string | undefined {
  let positive = normalisePrompt(prompt);
  for (const { matcher, replacement, onlyModel } of replacements) {
    if (onlyModel !== undefined && (models.length !== 1 || models[0] !== onlyModel)) continue;
    if (matcher.test(positive)) positive = matcher.replaceAll(positive, replacement);
  }
  positive = positive.replaceAll(/\s+/g, ' ').trim();
  if (positive === '') return undefined;
  const own = promptParts(prompt).negative.trim();
  return `${positive}###${negative}${own && `, ${own}`}`;
}
