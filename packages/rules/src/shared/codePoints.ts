/** Characters of a text as prices and limits count them: code points, not the UTF-16 units that JavaScript counts. */
export function codePoints(text: string): number {
  const pairs = text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g);
  return text.length - (pairs?.length ?? 0);
}
