const KEPT = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const HYPHENS_OR_NOT = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** An id in the one spelling that it is kept in, from capitals and without hyphens too; undefined for what is no id. */
export function parseUuid(text: string): string | undefined {
  if (KEPT.test(text)) return text;
  if (!HYPHENS_OR_NOT.test(text)) return undefined;
  const digits = text.replaceAll('-', '').toLowerCase();
  return [0, 8, 12, 16, 20].map((from, i) => digits.slice(from, [8, 12, 16, 20][i])).join('-');
}

/** Whether a text is a UUID, with or without its hyphens, in either case. What is none need not be looked for. */
export const isUuid = (text: string): boolean => HYPHENS_OR_NOT.test(text);
