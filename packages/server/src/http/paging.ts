const LIMIT_MAX = 100;

/** Which entries a page of a growing list holds: those with smaller numbers than `before`, `limit` of them. */
export function pageOf(query: { before?: number; limit: number }): { before: number; limit: number } {
  return {
    before: query.before ?? Number.MAX_SAFE_INTEGER,
    limit: Math.max(1, Math.min(LIMIT_MAX, query.limit)),
  };
}
