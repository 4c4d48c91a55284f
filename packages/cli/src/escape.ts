/*
 * Names, messages, prompts and errors come from strangers, and a terminal obeys what it prints. This is the one place
 * where text becomes harmless; `terminal.ts` sends everything through it.
 */

/**
 * Control characters (ESC and line breaks among them), separators of lines, half characters, and format characters, which
 * turn the direction of text or are not seen (also those that are not given yet); but not those that join letters and the
 * parts of an emoji.
 */
const UNSAFE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]/gu;
/** What is longer was not meant to be read. */
const LENGTH_MAX = 10_000;

/** Text on one line, with what is unsafe written as `\x1b` or `\u202e`. */
export function escaped(text: string): string {
  const cut = text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text;
  return cut.replace(UNSAFE, sign => {
    const code = sign.codePointAt(0)!;
    if (code > 0xffff) return `\\u{${code.toString(16)}}`;
    return code > 0xff
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\x${code.toString(16).padStart(2, '0')}`;
  });
}

/** JSON on several lines that is equal to its source, with unsafe characters escaped as JSON does it. */
export function escapedJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2) ?? 'null';
  return json.replace(UNSAFE, sign => {
    if (sign === '\n') return sign;
    const units = Array.from({ length: sign.length }, (_, i) => sign.charCodeAt(i));
    return units.map(unit => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
  });
}

const letters = new Intl.Segmenter();
/** What takes two columns: East Asian letters and signs, but for those of half width, and emoji. */
const WIDE =
  /^(?![\uff61-\uffdc])[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]|\ufe0f/u;
const WITHOUT_WIDTH = /^[\p{M}\u200c\u200d]+$/u;

/** Columns that text without styles takes on a terminal. */
export function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of letters.segment(text)) columns += widthOf(segment);
  return columns;
}

/** The beginning of a text that takes `columns` at most. */
export function cutToColumns(text: string, columns: number): string {
  let left = columns;
  let cut = '';
  for (const { segment } of letters.segment(text)) {
    left -= widthOf(segment);
    if (left < 0) break;
    cut += segment;
  }
  return cut;
}

function widthOf(letter: string): number {
  if (WITHOUT_WIDTH.test(letter)) return 0;
  return WIDE.test(letter) ? 2 : 1;
}
