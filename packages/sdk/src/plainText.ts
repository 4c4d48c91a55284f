const SIGNS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/**
 * A name, a contact or an info as its owner wrote it: hordes write those with HTML entities (`Tom &amp; Ann &lt;3`). It is
 * text and no HTML, so escape it for where it is shown. Decode once, and only answers of a horde.
 */
export function plainText(answered: string): string {
  return answered.replace(/&(?:amp|lt|gt|quot|#39);/g, entity => SIGNS[entity]!);
}
