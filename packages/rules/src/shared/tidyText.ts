/**
 * Text that people write for people, as it is kept: names and messages. In normal form C, so that texts that
 * look the same are equal; without invisible characters, except those that a script needs; empty when nothing is visible.
 * Tidying a tidy text changes nothing. Takes time linear in the text.
 */

/** More marks on one letter than any language has (UAX 15 §13). Putting them in order takes time quadratic in them. */
const MARKS_MAX = 30;
/** Marks, and the two letters that compatibility makes marks of. */
const MARK = /^[\p{M}\uFF9E\uFF9F]$/u;
const TOO_MANY = /[\p{M}\uFF9E\uFF9F]{31}/u;

/** The text without the marks that are too many, so that it is normalised in time linear in it. */
export function capMarks(text: string): string {
  if (!TOO_MANY.test(text)) return text;
  // By hand: an expression would count each run in a stack of its own, which a long one overflows.
  let kept = '';
  let from = 0;
  let at = 0;
  let marks = 0;
  for (const character of text) {
    marks = character >= '\u0300' && MARK.test(character) ? marks + 1 : 0;
    if (marks > MARKS_MAX) {
      kept += text.slice(from, at);
      from = at + character.length;
    }
    at += character.length;
  }
  return kept + text.slice(from);
}

/** Scripts that write without joiners; in the others they stand inside words. */
const UNJOINED =
  '\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
const JOINED = `(?![${UNJOINED}])[\\p{L}\\p{M}]`;
/** Characters of control and format that are kept where they stand, or (second alternative) are not. */
const UNSEEN = new RegExp(
  [
    // Joiners, and the separator of Mongolian vowels, between two letters of one word.
    `((?<=${JOINED})[\\u180e\\u200c\\u200d](?=${JOINED})`,
    // The joiner of emoji: families, professions, flags.
    '(?<=\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]?)\\u200d(?=\\p{Extended_Pictographic})',
    // The flags of England, Scotland, Wales and their like.
    '(?<=\\u{1f3f4})[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{1,6}\\u{e007f}',
    // Signs that are written, though Unicode calls them format: around numbers in Arabic, between hieroglyphs.
    '[\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}\\u{13430}-\\u{1343f}]',
    '\\n)|[\\p{Cc}\\p{Cf}]',
  ].join('|'),
  'gu',
);
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}\p{Cf}\p{M}\u2800]/u;

/** A name or a tag: whatever ends a line is a space in it. */
export const tidyLine = (text: string): string => tidy(text.replace(/[\t-\r\x85\u2028\u2029]/g, ' '));

/** A note or a message: its lines stay. */
export const tidyLines = (text: string): string =>
  tidy(text.replace(/\r\n?|[\x85\u2028\u2029]/g, '\n').replace(/[\t\v\f]/g, ' '));

function tidy(text: string): string {
  // First taken out, then counted and normalised: what stood between two marks may have kept them apart.
  const seen = text.replace(UNSEEN, (_, kept: string | undefined) => kept ?? '');
  return VISIBLE.test(seen) ? capMarks(seen).normalize('NFC') : '';
}
