/** Characters of a text as prices and limits count them: code points, not the UTF-16 units that JavaScript counts. */
export function codePoints(text: string): number {
  const pairs = text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g);
  return text.length - (pairs?.length ?? 0);
}

/** The first `count` characters; never half of one, which no database keeps. */
export function cutToCodePoints(text: string, count: number): string {
  return text.length <= count ? text : [...text].slice(0, count).join('');
}
