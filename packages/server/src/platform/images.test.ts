import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import sharp from 'sharp';
import * as bombs from './imageBombs.fixture.ts';
import { ImageError, type ImageReason } from './imageError.ts';
import { createImageDoor } from './images.ts';

const ANA = { accountId: 1, ip: '203.0.113.1' };
const door = createImageDoor().from(ANA);
const MEGABYTE = 1024 * 1024;

/** 60 × 40 pixels, the left third red, the rest transparent. */
function picture() {
  const red = { create: { width: 20, height: 40, channels: 4, background: 'red' } } as const;
  const background = { r: 0, g: 0, b: 255, alpha: 0 };
  return sharp({ create: { width: 60, height: 40, channels: 4, background } }).composite([
    { input: red, left: 0, top: 0 },
  ]);
}

/** An animation of single pixels. */
function animation(frames: number): Promise<Buffer> {
  const pixels = Buffer.from(Array.from({ length: frames * 3 }, (_, at) => (at * 37) % 256));
  const raw = { width: 1, height: frames, channels: 3, pageHeight: 1 } as const;
  return sharp(pixels, { raw })
    .gif({ delay: Array.from({ length: frames }, () => 100) })
    .toBuffer();
}

async function refuses(bytes: Uint8Array, reason: ImageReason, about: string): Promise<void> {
  const isReason = (error: unknown) => error instanceof ImageError && error.reason === reason;
  await assert.rejects(door.toWebp(bytes, 50), isReason, about);
}

test('every format that is taken tells its size and becomes a WebP', async () => {
  for (const format of ['png', 'jpeg', 'webp', 'gif', 'avif'] as const) {
    const bytes = await picture().toFormat(format).toBuffer();
    const facts = await door.inspect(bytes);
    assert.deepEqual(
      { ...facts, hasAlpha: undefined },
      { format, width: 60, height: 40, hasAlpha: undefined },
    );
    assert.equal(facts.hasAlpha, format !== 'jpeg', format);
    const webp = await door.toWebp(bytes, 95);
    assert.deepEqual(await door.inspect(webp), { ...facts, format: 'webp' });
  }
});

test('of an animation the first frame is taken', async () => {
  const bytes = await animation(3);
  const { width, height } = await door.inspect(bytes);
  assert.deepEqual([width, height], [1, 1]);
  assert.equal((await sharp(await door.toWebp(bytes, 95)).metadata()).pages, undefined);
});

test('metadata is dropped, after the picture was turned as it says', async () => {
  const exif = { IFD0: { Copyright: 'my home address' } };
  const bytes = await picture().jpeg().withMetadata({ orientation: 6 }).withExifMerge(exif).toBuffer();
  assert.ok(bytes.includes('my home address'));
  const webp = await door.toWebp(bytes, 95);
  assert.ok(!webp.includes('my home address'));
  const { width, height, orientation, exif: kept } = await sharp(webp).metadata();
  assert.deepEqual([width, height, orientation, kept], [40, 60, undefined, undefined]);
});

// What all this costs is measured in the testkit, `hostile/imageBombs.test.ts`.

test('an image that is too large by its header is refused', async () => {
  const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  const avif = await picture().avif().toBuffer();
  const table: [string, Buffer, ImageReason][] = [
    ['an honest PNG of 14000 × 14000', bombs.flatPng(14_000, 14_000), 'resolution'],
    ['one row more than 3072 × 3072', bombs.flatPng(3072, 3073), 'resolution'],
    ['a PNG that claims 65000 × 65000', bombs.emptyPng(65_000, 65_000), 'resolution'],
    ['a PNG that claims 2^31 - 1 squared', bombs.emptyPng(2 ** 31 - 1, 2 ** 31 - 1), 'unreadable'],
    ['a PNG without a side', bombs.emptyPng(0, 0), 'unreadable'],
    ['a GIF that claims 65535 × 65535', bombs.wideGif(65_535, 65_535), 'resolution'],
    ['a JPEG that claims 65500 × 65500', bombs.resizedJpeg(jpeg, 65_500, 65_500), 'resolution'],
    ['an AVIF that claims 30000 × 30000', bombs.resizedAvif(avif, 30_000, 30_000), 'resolution'],
    ['a side that no WebP has', bombs.flatPng(16_384, 2), 'unreadable'],
    ['an animation of 101 frames', await animation(101), 'unreadable'],
  ];
  for (const [what, bytes, reason] of table) await refuses(bytes, reason, what);
});

test('data that unpack to much more than an image are refused or passed over', async () => {
  const table = [
    bombs.textBomb(300 * MEGABYTE),
    bombs.profileBomb(300 * MEGABYTE),
    bombs.tailBomb(300 * MEGABYTE),
  ];
  for (const bytes of table) {
    await door.toWebp(bytes, 50).catch(error => assert.ok(error instanceof ImageError));
  }
});

test('bytes that are no image of an accepted format are refused', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>';
  for (const [what, bytes] of [
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('hello world')],
    ['an SVG', Buffer.from(svg)],
    ['an SVG with a declaration', Buffer.from(`<?xml version="1.0"?>${svg}`)],
    ['a page', Buffer.from('<!doctype html>')],
    ['a PDF', Buffer.from('%PDF-1.7')],
    ['a TIFF', await picture().tiff().toBuffer()],
    ['an archive', Buffer.from('PK\x03\x04')],
  ] as const) {
    await refuses(bytes, 'not an image', what);
  }
});

test('an image that is damaged or cut off is unreadable', async () => {
  const noise = randomBytes(64 * 64 * 3);
  for (const format of ['png', 'jpeg', 'webp', 'gif', 'avif'] as const) {
    const bytes = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    await refuses(bytes.subarray(0, bytes.length / 2), 'unreadable', `half a ${format}`);
    await refuses(bytes.subarray(0, 16), 'unreadable', `the head of a ${format}`);
  }
});

test('more bytes than allowed are not even looked at', async () => {
  const small = createImageDoor({ sizeBytesMax: 10 }).from(ANA);
  await assert.rejects(small.inspect(Buffer.alloc(11)), { reason: 'too large' });
});

test('the largest image that is allowed goes through', async () => {
  const webp = await door.toWebp(bombs.flatPng(3072, 3072), 50);
  assert.deepEqual(await door.inspect(webp), { format: 'webp', width: 3072, height: 3072, hasAlpha: false });
});

test('base64 is taken bare, wrapped in lines, without its padding, and as data address', () => {
  const bytes = Buffer.from('hello, world');
  const text = bytes.toString('base64');
  for (const given of [
    text,
    `${text.slice(0, 5)}\r\n${text.slice(5)}\n`,
    text.replace(/=+$/, ''),
    `data:image/png;base64,${text}`,
  ]) {
    assert.deepEqual(door.decodeBase64(given), bytes);
  }
});

test('a text that is no base64 is refused, not guessed at', () => {
  for (const text of [
    '',
    '%%%',
    'not base64 at all!',
    'aGVsbG8*',
    'a',
    'aGVs=bG8',
    'data:text/html;base64,aGVsbG8=',
    'ä',
  ]) {
    assert.throws(() => door.decodeBase64(text), { name: 'ImageError', reason: 'encoding' }, text);
  }
});
