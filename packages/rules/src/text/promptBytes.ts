/** How long the prompt of a text may be, in bytes. */

/** A token of rare words or of white space may have so many; the usual one has four. */
const BYTES_PER_TOKEN = 16;
/** What may always be sent: clients leave it to workers with small contexts to cut. */
export const PROMPT_BYTES_ALWAYS = 256 * 1024;
/** While no worker is known. */
const BYTES_UNKNOWN = 4 * 1024 * 1024;

/** @param contextMax tokens of the largest context that any worker has offered; 0: no worker is known */
export function promptBytesMax(contextMax: number): number {
  return contextMax > 0 ? Math.max(PROMPT_BYTES_ALWAYS, contextMax * BYTES_PER_TOKEN) : BYTES_UNKNOWN;
}
