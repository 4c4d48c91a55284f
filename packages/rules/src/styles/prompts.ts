import { STYLED_PROMPT_LENGTH_MAX } from './limits.ts';

/** How the words of the user come into the prompt of a style (http-api-image §1.4, http-api-styles §7). */

const NEGATIVE = '###';

/**
 * The user's words and his negative ones, in the template of an image style. Other braces stay as they are.
 * @returns undefined for a prompt that the template makes too long
 */
export function imageStylePrompt(template: string, prompt: string): string | undefined {
  const at = prompt.indexOf(NEGATIVE);
  const positive = at < 0 ? prompt : prompt.slice(0, at);
  const negative = at < 0 ? '' : prompt.slice(at + NEGATIVE.length);
  const parted = negative === '' || template.includes(NEGATIVE) || negative.includes(NEGATIVE);
  const words: Record<string, string> = { p: positive, np: parted ? negative : NEGATIVE + negative };
  return filled(template, /\{(p|np)\}/g, place => words[place]!);
}

/**
 * The user's text in the template of a text style, where every other word in braces is an empty place.
 * @returns undefined for a text that the template makes too long
 */
export function textStylePrompt(template: string, prompt: string): string | undefined {
  return filled(template, /\{(\w+)\}/g, place => (place === 'p' ? prompt : ''));
}

/** Counted before it is put together: a template that repeats the words of the user makes gigabytes of a page. */
function filled(template: string, places: RegExp, wordsAt: (place: string) => string): string | undefined {
  let length = template.length;
  for (const [whole, place = ''] of template.matchAll(places)) length += wordsAt(place).length - whole.length;
  if (length > STYLED_PROMPT_LENGTH_MAX) return undefined;
  // In one pass: a place that the user writes is no place.
  return template.replace(places, (_, place: string) => wordsAt(place));
}

/** Whether a template has the places that it needs. */
export const hasPlaces = (kind: 'image' | 'text', template: string): boolean =>
  template.includes('{p}') && (kind === 'text' || template.includes('{np}'));
