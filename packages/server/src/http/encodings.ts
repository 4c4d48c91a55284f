import { isUtf8 } from 'node:buffer';

/**
 * The text that bytes are: UTF-8 with or without its mark, or UTF-16. Like the original, UTF-16 is told by its mark, or by
 * the zeros that half of its characters have in JSON.
 * @returns undefined for what is none of these
 */
export function textOf(bytes: Buffer): string | undefined {
  const encoding = wideEncodingOf(bytes);
  if (!encoding) {
    if (!isUtf8(bytes)) return undefined;
    return bytes.toString('utf8', startsWith(bytes, UTF8_MARK) ? UTF8_MARK.length : 0);
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const UTF8_MARK = [0xef, 0xbb, 0xbf];

function wideEncodingOf(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  if (bytes.length < 2) return undefined;
  // A character of ASCII stands at the beginning of every JSON text.
  if (bytes[0] !== 0 && bytes[1] === 0) return 'utf-16le';
  return bytes[0] === 0 && bytes[1] !== 0 ? 'utf-16be' : undefined;
}

const startsWith = (bytes: Buffer, mark: readonly number[]): boolean =>
  mark.every((byte, i) => bytes[i] === byte);
