import type { Matcher } from './matcher.ts';
import { normalisePrompt, promptParts } from './normalise.ts';

/** Types of filters that count: age, more of it, and lewdness. */
export const FILTER_TYPES = [10, 11, 20] as const;
export type FilterType = (typeof FILTER_TYPES)[number];

/** The filters by type; a type without filters is not there. */
export type PromptFilters = ReadonlyMap<FilterType, Matcher>;

/** Filters of one group count together: however much of it there is, it is one point. */
const GROUPS: readonly (readonly FilterType[])[] = [[10, 11], [20]];
/** The type that pictures of children belong to. */
const AGE: FilterType = 10;
/** Baby, child, girl, boy, cherub: also as parts of families, which are put together from them. */
const CHILDREN = /[\u{1F476}\u{1F9D2}\u{1F467}\u{1F466}\u{1F47C}]/gu;

/** Points from which a prompt is refused or rewritten. */
export const SUSPICION_MAX = 2;

/**
 * Points of a prompt, 0 to 2: one for each group that anything in its positive part belongs to.
 * @param normalised of the prompt, where it is at hand
 */
export function promptSuspicion(
  prompt: string,
  filters: PromptFilters,
  normalised = normalisePrompt(prompt),
): number {
  return GROUPS.filter(
    types =>
      types.some(type => filters.get(type)?.test(normalised)) ||
      (types.includes(AGE) && childrenIn(prompt).length > 0),
  ).length;
}

/**
 * The findings of the filters in a prompt, for a moderator who tries them.
 * @param type only the filters of this type; one that does not count finds nothing
 */
export function tryFilters(
  prompt: string,
  filters: PromptFilters,
  type?: number,
): { suspicion: number; matches: string[] } {
  const normalised = normalisePrompt(prompt);
  const found = GROUPS.map(types =>
    types
      .filter(own => type === undefined || own === type)
      .flatMap(own => [
        ...(filters.get(own)?.findAll(normalised) ?? []),
        ...(own === AGE ? childrenIn(prompt) : []),
      ]),
  );
  return { suspicion: found.filter(matches => matches.length > 0).length, matches: found.flat() };
}

const childrenIn = (prompt: string): string[] => promptParts(prompt).positive.match(CHILDREN) ?? [];
