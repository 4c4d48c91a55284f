/**
 * The origin of a horde from whatever people write: `https://aihorde.net`, `…/`, `…/api/`, `…/api/v2`.
 * @throws TypeError with a sentence for people when it is no http(s) address.
 */
export function hordeOrigin(url: string): string {
  const trimmed = url.trim();
  if (!/^https?:\/\/[^/]/i.test(trimmed) || !URL.canParse(trimmed)) {
    throw new TypeError(`"${url}" is no address of a horde: it should look like https://example.org`);
  }
  const parsed = new URL(trimmed);
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/api(\/v2)?$/, '');
  return parsed.origin + path;
}

/**
 * A key as it may travel in a header: trimmed, empty means anonymous.
 * @throws TypeError for characters that no header can carry (some browsers throw nameless errors on them).
 */
export function cleanKey(key: string | undefined): string {
  const trimmed = key?.trim() ?? '';
  if (trimmed === '') return ANONYMOUS_KEY;
  if (!/^[\x21-\x7e]+$/.test(trimmed))
    throw new TypeError('The API key holds characters that cannot be part of a key');
  return trimmed;
}

export const ANONYMOUS_KEY = '0000000000';
