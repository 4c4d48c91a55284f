import { ImageError } from './imageError.ts';

/** Which character codes are letters of base64, and which are white space in it. */
const LETTER = 1;
const SPACE = 2;
const KINDS = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
  KINDS[letter.charCodeAt(0)] = LETTER;
for (const space of '\r\n\t ') KINDS[space.charCodeAt(0)] = SPACE;
const PADDING = '='.charCodeAt(0);
/** More is no beginning of an address of an image. */
const PREFIX_LENGTH_MAX = 64;

/**
 * Bytes of base64 text, bare or as `data:` address of an image; white space is passed over. One walk over the text, which
 * may be tens of megabytes.
 * @throws ImageError `encoding`
 */
export function decodeBase64(text: string): Buffer {
  const [prefix = ''] =
    /^data:image\/[a-z0-9.+-]{1,40};base64,/i.exec(text.slice(0, PREFIX_LENGTH_MAX)) ?? [];
  let letters = 0;
  let padding = 0;
  // Buffer.from skips what is no base64; an image with a hole in it would be a riddle to its sender.
  for (let at = prefix.length; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = KINDS[code];
    if (kind === LETTER && padding === 0) letters += 1;
    else if (code === PADDING) padding += 1;
    else if (kind !== SPACE) throw new ImageError('encoding', 'not base64');
  }
  if (letters === 0 || letters % 4 === 1 || padding > 2) throw new ImageError('encoding', 'not base64');
  return Buffer.from(text.slice(prefix.length), 'base64');
}
