import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';

/** Ordinary words that the data set takes for profane ones. */
const HARMLESS = ['cockpit', 'dickinson', 'moby dick', 'pussycat', 'pussy willow', 'penistone', 'shiitake'];

const dataset = englishDataset.build();
const matcher = new RegExpMatcher({
  ...dataset,
  ...englishRecommendedTransformers,
  whitelistedTerms: [...(dataset.whitelistedTerms ?? []), ...HARMLESS],
});

/**
 * Whether a name or a note holds words that are not allowed in public places: profanity and slurs, disguised
 * spellings included. For names, notes and bridge agents; prompts have filters of their own.
 */
export function isProfane(text: string): boolean {
  return matcher.hasMatch(text);
}
