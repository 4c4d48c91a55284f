import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

// Images that are larger inside than outside, written by hand.

/** An honest image of 64 × 64 pixels, transparent where the format can be. */
export function smallImage(format: 'png' | 'jpeg' | 'avif'): Promise<Buffer> {
  const create = { width: 64, height: 64, channels: 4, background: '#0000' } as const;
  return sharp({ create }).toFormat(format).toBuffer();
}

/** A grey PNG of one bit a pixel whose header is honest: `width × height` zeros, some hundred bytes a megapixel. */
export function flatPng(width: number, height: number): Buffer {
  const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height);
  return png(header(width, height), chunk('IDAT', deflateSync(rows)));
}

/** A PNG that claims a size of which it has not one row. */
export function emptyPng(width: number, height: number): Buffer {
  return png(header(width, height), chunk('IDAT', deflateSync(Buffer.alloc(0))));
}

/** An 8 × 8 PNG with a compressed text of so many bytes. */
export function textBomb(sizeBytes: number): Buffer {
  return manyTexts(1, sizeBytes);
}

/** An 8 × 8 PNG with so many compressed texts, each of so many bytes. */
export function manyTexts(count: number, sizeBytes: number): Buffer {
  const text = Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(sizeBytes, 'a'))]);
  const texts = Array.from({ length: count }, () => chunk('zTXt', text));
  return png(header(8, 8), ...texts, chunk('IDAT', deflateSync(Buffer.alloc(16))));
}

/** An 8 × 8 PNG with a colour profile that unpacks to so many bytes. */
export function profileBomb(sizeBytes: number): Buffer {
  const profile = Buffer.concat([Buffer.from('p\0\0'), deflateSync(Buffer.alloc(sizeBytes))]);
  return png(header(8, 8), chunk('iCCP', profile), chunk('IDAT', deflateSync(Buffer.alloc(16))));
}

/** An 8 × 8 PNG whose pixel data goes on for so many bytes after the last row. */
export function tailBomb(sizeBytes: number): Buffer {
  return png(header(8, 8), chunk('IDAT', deflateSync(Buffer.alloc(sizeBytes))));
}

/** A GIF whose screen and only frame claim this size, with the data of one pixel. */
export function wideGif(width: number, height: number): Buffer {
  const screen = Buffer.from([...size(width), ...size(height), 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, ...size(width), ...size(height), 0, 2, 2, 0x44, 1, 0, 0x3b]);
  return Buffer.concat([Buffer.from('GIF89a'), screen, frame]);
}

/** Puts another size into the start-of-frame segment of a JPEG. */
export function resizedJpeg(jpeg: Buffer, width: number, height: number): Buffer {
  const at = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  const copy = Buffer.from(jpeg);
  copy.writeUInt16BE(height, at + 5);
  copy.writeUInt16BE(width, at + 7);
  return copy;
}

/** Puts another size into the box `ispe` of an AVIF. */
export function resizedAvif(avif: Buffer, width: number, height: number): Buffer {
  const at = avif.indexOf('ispe');
  const copy = Buffer.from(avif);
  copy.writeUInt32BE(width, at + 8);
  copy.writeUInt32BE(height, at + 12);
  return copy;
}

function size(length: number): number[] {
  return [length & 255, length >> 8];
}

function header(width: number, height: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  // One bit, grey, the only compression and filter there are, not interlaced.
  data[8] = 1;
  return chunk('IHDR', data);
}

function png(...chunks: Buffer[]): Buffer {
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...chunks,
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
