/**
 * Names of users, workers and teams stand on the wire as the original writes them, with `&`, `<` and `>` as entities.
 * They are decoded once, where they come in; whatever shows them escapes them for its own place.
 */
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};

/** One pass: `&amp;lt;` comes from a name with the letters `&lt;` in it. */
export function plainName(wireName: string): string {
  return wireName.replace(/&(?:amp|lt|gt|quot|#39|#x27);/g, entity => ENTITIES[entity]!);
}
