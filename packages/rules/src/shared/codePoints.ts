/** Characters of a text as prices and limits count them: code points, not the UTF-16 units that JavaScript counts. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    const isPair = (text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800;
    if (isPair) count -= 1;
  }
  return count;
}

/** The first `count` characters; never half of one, which no database keeps. */
export function cutToCodePoints(text: string, count: number): string {
  if (text.length <= count) return text;
  // Two units hold a character at most.
  return [...text.slice(0, 2 * count)].slice(0, count).join('');
}
