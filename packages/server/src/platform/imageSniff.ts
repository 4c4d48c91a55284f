/** Formats that are taken. SVG is not: it is a program that reads files. */
export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'avif';

/** The format by its first bytes; never by a name or a declared type. */
export function sniffImage(bytes: Uint8Array): ImageFormat | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'webp';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'gif';
  if (head.startsWith('ftypavif', 4) || head.startsWith('ftypavis', 4)) return 'avif';
  return undefined;
}

/** The longest side of a WebP. */
const SIDE_MAX = 16383;

/**
 * Whether these are the first bytes of a whole WebP: its first chunk tells a size that a picture can have, and the file is
 * as long as it says. No pixel is looked at.
 * @param head 30 bytes or more
 */
export function isWholeWebp(head: Uint8Array, sizeBytes: number): boolean {
  if (sniffImage(head) !== 'webp' || head.byteLength < 30) return false;
  const view = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  // Chunks are padded to an even length, and some programs do not count the last byte.
  if (view.readUInt32LE(4) + 8 > sizeBytes + (sizeBytes % 2)) return false;
  const [width, height] = webpSize(view);
  return width > 0 && height > 0 && width <= SIDE_MAX && height <= SIDE_MAX;
}

/** Width and height as its first chunk tells them (RFC 9649 §2.5 to 2.7); zeros where it tells none. */
function webpSize(bytes: Buffer): [width: number, height: number] {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      // A key frame, with its start code.
      if ((bytes[20]! & 1) !== 0 || bytes.readUIntBE(23, 3) !== 0x9d012a) return [0, 0];
      return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return bytes[20] === 0x2f ? [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1] : [0, 0];
    }
    case 'VP8X':
      return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
    default:
      return [0, 0];
  }
}
