import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createImageDoor } from '../../platform/images.ts';
import { keepPicture, type PictureNeeds } from './keepPicture.ts';

/** Nothing gets as far as the object store. */
const needs = {
  images: createImageDoor(),
  objects: {},
  config: { checkResults: true },
} as unknown as PictureNeeds;

/** The least processor time of four tries, in milliseconds. Waiting for a busy machine does not count. */
async function costOf(text: string): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 4; n++) {
    const before = process.cpuUsage();
    await assert.rejects(keepPicture(needs, 'a.webp', text, { accountId: 1, ip: null }), {
      rc: 'InvalidResult',
    });
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

const SHAPES: Record<string, (length: number) => string> = {
  'letters, then spaces': n => `${'a'.repeat(64)}${' '.repeat(n)}!`,
  'letters and spaces in turn': n => `${'a '.repeat(n / 2)}!`,
  'spaces alone': n => ' '.repeat(n),
  'line ends': n => `a${'\r\n'.repeat(n / 2)}!`,
  'signs of the end': n => `${'='.repeat(n)}!`,
  'letters, then signs of the end': n => 'a'.repeat(n / 2) + '='.repeat(n / 2),
  'letters alone': n => 'a'.repeat(n),
  'letters and an odd one': n => `${'a'.repeat(n)}!`,
  NUL: n => '\0'.repeat(n),
  'beginnings of an address': n => 'data:image/'.repeat(n / 11),
  'an address that does not end': n => `data:image/${'a'.repeat(n)}`,
};

for (const [shape, make] of Object.entries(SHAPES)) {
  test(`a text eight times as long costs about eight times as much: ${shape}`, async () => {
    const [short, long] = [await costOf(make(3_000_000)), await costOf(make(24_000_000))];
    // Sixty-four times as much, where the work is quadratic. Below some milliseconds a ratio says nothing.
    assert.ok(long < 24 * Math.max(short, 4), `${short} ms and ${long} ms`);
  });
}
