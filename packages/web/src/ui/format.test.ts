import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bySpeed, dotPixels, drainSeconds, speedOf } from '../status/figures.ts';
import { formatBytes, formatNumber, formatSeconds, localeFor } from './format.ts';

test('times are short and never empty', () => {
  assert.equal(formatSeconds(0, 'en'), '0s');
  assert.equal(formatSeconds(95, 'en'), '1m 35s');
  assert.equal(formatSeconds(120, 'en'), '2m');
  assert.equal(formatSeconds(7_260, 'en'), '2h 1m');
});

test('numbers are written as the language does', () => {
  assert.equal(formatNumber(9.44, 'en'), '9.4');
  assert.equal(formatNumber(4031.2, 'de'), '4.031');
  assert.equal(formatBytes(1_234_567, 'en'), '1.2 MB');
  assert.equal(formatBytes(0, 'en'), '0 byte');
});

test("the reader's own variety of the language is taken", () => {
  assert.equal(localeFor('en', ['de-AT', 'en-GB', 'en-US']), 'en-GB');
  assert.equal(localeFor('de', ['en-GB']), 'de');
});

test('the speed of a worker is read from its sentence', () => {
  assert.equal(speedOf('12.3 megapixelsteps per second'), 12.3);
  assert.equal(speedOf('No requests fulfilled yet'), null);
  assert.equal(speedOf(undefined), null);
});

test('the queue drains at the speed of the last minute', () => {
  assert.equal(drainSeconds(30, 60), 30);
  assert.equal(drainSeconds(0, 0), 0);
  assert.equal(drainSeconds(30, 0), null);
});

test('dots grow with the speed and are never too small to see', () => {
  assert.equal(dotPixels(8, 8, 40), 40);
  assert.equal(dotPixels(2, 8, 40), 20);
  assert.equal(dotPixels(null, 8, 40), 12);
  assert.equal(dotPixels(0, 0, 40), 12);
});

test('fast workers come first, resting ones last', () => {
  const worker = {
    threads: 1,
    models: [],
    requestsFulfilled: 0,
    uptimeSeconds: 0,
    info: '',
    agent: '',
    isTrusted: false,
  };
  const list = [
    { ...worker, id: '1', name: 'rests', state: 'maintenance' as const, speed: 9 },
    { ...worker, id: '2', name: 'slow', state: 'working' as const, speed: 1 },
    { ...worker, id: '3', name: 'fast', state: 'working' as const, speed: 5 },
  ];
  assert.deepEqual(
    list.toSorted(bySpeed).map(one => one.name),
    ['fast', 'slow', 'rests'],
  );
});
