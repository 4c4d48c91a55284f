import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { isWholeWebp } from './imageSniff.ts';
import { HEAD_BYTES } from './objectStore.ts';

const create = { width: 37, height: 41, channels: 4, background: '#0f08' } as const;
const webps = {
  lossy: await sharp({ create: { ...create, channels: 3 } })
    .webp()
    .toBuffer(),
  'lossless with transparency': await sharp({ create }).webp({ lossless: true }).toBuffer(),
  'lossy with transparency': await sharp({ create }).webp().toBuffer(),
  animated: await sharp({ create: { ...create, height: 82, pageHeight: 41 } })
    .webp({ loop: 1 })
    .toBuffer(),
};
const isWhole = (bytes: Buffer): boolean => isWholeWebp(bytes.subarray(0, HEAD_BYTES), bytes.length);

for (const [what, bytes] of Object.entries(webps)) {
  test(`a WebP is known by its head, and a part of it is not: ${what}`, () => {
    assert.ok(isWhole(bytes), bytes.toString('latin1', 0, 40));
    for (const length of [0, 11, 12, 20, 29, 30, bytes.length / 2, bytes.length - 2])
      assert.ok(!isWhole(bytes.subarray(0, length)), `${length} of ${bytes.length} bytes`);
  });
}

test('a head that tells no size that a picture can have is none', () => {
  const changed = (bytes: Buffer, change: (copy: Buffer) => void): Buffer => {
    const copy = Buffer.from(bytes);
    change(copy);
    return copy;
  };
  const { lossy } = webps;
  for (const bytes of [
    changed(lossy, copy => copy.writeUInt16LE(0, 26)),
    changed(lossy, copy => copy.writeUInt8(copy[20]! | 1, 20)),
    changed(lossy, copy => copy.writeUInt8(0, 23)),
    changed(lossy, copy => copy.write('ICCP', 12)),
    changed(lossy, copy => copy.write('WAVE', 8)),
    changed(lossy, copy => copy.writeUInt32LE(0xffffffff, 4)),
    changed(webps['lossless with transparency'], copy => copy.writeUInt8(0, 20)),
    changed(webps['lossy with transparency'], copy => copy.writeUIntLE(20_000, 24, 3)),
  ]) {
    assert.ok(!isWhole(bytes));
  }
});
