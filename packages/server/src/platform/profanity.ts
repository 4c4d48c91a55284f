import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';

/** Ordinary words that the data set takes for profane ones. */
const HARMLESS = ['cockpit', 'dickinson', 'moby dick', 'pussycat', 'pussy willow', 'penistone', 'shiitake'];

const dataset = englishDataset.build();
const matcher = new RegExpMatcher({
  ...dataset,
  ...englishRecommendedTransformers,
  whitelistedTerms: [...(dataset.whitelistedTerms ?? []), ...HARMLESS],
});

/** What is mostly digits is a number: `t91750` is a serial number, and no word in disguise. */
const isWord = (text: string): boolean =>
  text.replace(/\P{L}/gu, '').length > text.replace(/\P{N}/gu, '').length;

/**
 * Whether a name or a note holds words that are not allowed in public places: profanity and slurs, disguised
 * spellings included. For names, notes and bridge agents; prompts have separate filters.
 */
export function isProfane(text: string): boolean {
  if (!matcher.hasMatch(text)) return false;
  return matcher
    .getAllMatches(text)
    .some(({ startIndex, endIndex }) => isWord(text.slice(startIndex, endIndex + 1)));
}
