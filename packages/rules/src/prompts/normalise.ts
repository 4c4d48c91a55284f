import anyAscii from 'any-ascii';
import { capMarks } from '../shared/tidyText.ts';

/** Divides the positive part of a prompt from the negative one. */
const DIVIDER = '###';

/** What the picture should show, and what it should not; the divider belongs to neither. */
export function promptParts(prompt: string): { positive: string; negative: string } {
  const at = prompt.indexOf(DIVIDER);
  if (at < 0) return { positive: prompt, negative: '' };
  return { positive: prompt.slice(0, at), negative: prompt.slice(at + DIVIDER.length) };
}

const WEIGHT = /\(([^()]*):\s*\d+(?:\.\d+)?\s*\)/g;
/** Weights may stand inside weights; no honest prompt nests them deeper than this. */
const WEIGHT_DEPTH_MAX = 5;
/** Invisible characters, such as joiners between letters. */
const UNSEEN = /\p{Cf}/gu;
const NO_WORD = /[^\p{L}\p{N}\p{M}\s]/gu;
const SPELT_OUT = /(?<![\p{L}\p{N}])(?:\p{L}\s+){2,}\p{L}(?![\p{L}\p{N}])/gu;
const NOT_ASCII = /[^\0-\x7f]/;

/**
 * The positive part of a prompt as filters look at it (rules-countermeasures §4.2): weights unwrapped, punctuation
 * and underscores gone, words that were spelt out with spaces put together, other scripts written in ASCII.
 */
export function normalisePrompt(prompt: string): string {
  const words = unwrapWeights(capMarks(promptParts(prompt).positive).normalize('NFKC'))
    .replace(UNSEEN, '')
    .replace(NO_WORD, ' ')
    .replace(SPELT_OUT, letters => letters.replaceAll(/\s+/g, ''))
    .replaceAll(/\s+/g, ' ')
    .trim();
  return NOT_ASCII.test(words) ? anyAscii(words) : words;
}

function unwrapWeights(text: string): string {
  let unwrapped = text;
  for (let depth = 0; depth < WEIGHT_DEPTH_MAX; depth += 1) {
    const before = unwrapped;
    unwrapped = before.replace(WEIGHT, '$1');
    if (unwrapped === before) break;
  }
  return unwrapped;
}
