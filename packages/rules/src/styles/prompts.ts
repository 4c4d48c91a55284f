/** How the words of the user come into the prompt of a style (http-api-image §1.4, http-api-styles §7). */

const NEGATIVE = '###';

/** The user's words and his negative ones, in the template of an image style. Other braces stay as they are. */
export function imageStylePrompt(template: string, prompt: string): string {
  const at = prompt.indexOf(NEGATIVE);
  const positive = at < 0 ? prompt : prompt.slice(0, at);
  const negative = at < 0 ? '' : prompt.slice(at + NEGATIVE.length);
  const parted = negative === '' || template.includes(NEGATIVE) || negative.includes(NEGATIVE);
  const words = { p: positive, np: parted ? negative : NEGATIVE + negative };
  // In one pass: a place that the user writes is no place.
  return template.replace(/\{(p|np)\}/g, (_, place: 'p' | 'np') => words[place]);
}

/** The user's text in the template of a text style, where every other word in braces is an empty place. */
export function textStylePrompt(template: string, prompt: string): string {
  return template.replace(/\{(\w+)\}/g, (_, place: string) => (place === 'p' ? prompt : ''));
}

/** Whether a template has the places that it needs. */
export const hasPlaces = (kind: 'image' | 'text', template: string): boolean =>
  template.includes('{p}') && (kind === 'text' || template.includes('{np}'));
