import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { backOffMs, pollDelayMs } from './delays.ts';
import { parseRetryAfter } from './errors.ts';
import { joinPrompt, splitPrompt } from './prompt.ts';
import { readServerSentEvents } from './serverSentEvents.ts';
import { anySignal } from './signals.ts';

test('only the first ### parts a prompt', () => {
  assert.deepEqual(splitPrompt('a ### b ### c'), { positive: 'a', negative: 'b ### c' });
  assert.deepEqual(splitPrompt('a cat'), { positive: 'a cat', negative: '' });
  assert.equal(joinPrompt('a cat', ''), 'a cat');
  assert.deepEqual(splitPrompt(joinPrompt('a cat', 'a dog')), { positive: 'a cat', negative: 'a dog' });
});

test('looks are never less than 0.85 s nor more than 11.5 s apart', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.nat(20),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (wait_time, processing, random) => {
        const ms = pollDelayMs({ wait_time, processing }, random);
        return ms >= 850 && ms <= 11_500;
      },
    ),
  );
});

test('the back-off grows to a minute and never comes earlier than the server asked', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 9].map(failures => backOffMs(failures, undefined, 0.5)),
    [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000],
  );
  assert.equal(backOffMs(1, 10, 0), 10_000);
});

test('Retry-After is read as seconds and as a date', () => {
  assert.equal(parseRetryAfter('12', 0), 12);
  assert.equal(parseRetryAfter('Thu, 01 Jan 1970 00:00:30 GMT', 10_000), 20);
  assert.equal(parseRetryAfter('soon', 0), undefined);
  assert.equal(parseRetryAfter(null, 0), undefined);
});

test('server-sent events are read the same, however the bytes are cut', async () => {
  const text =
    ': hello\r\n\r\nevent: state\r\ndata: {"ä":\r\ndata: 1}\r\n\r\ndata:bare\n\nevent: end\rdata: \r\rdata: unfinished';
  const wanted = [
    { event: 'state', data: '{"ä":\n1}' },
    { event: 'message', data: 'bare' },
    { event: 'end', data: '' },
  ];
  const bytes = new TextEncoder().encode(text);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async cuts => {
      const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          places.slice(1).forEach((end, i) => void controller.enqueue(bytes.slice(places[i], end)));
          controller.close();
        },
      });
      assert.deepEqual(await Array.fromAsync(readServerSentEvents(body)), wanted);
    }),
    { numRuns: 50 },
  );
});

test('where AbortSignal.any is missing, the first of several signals aborts all the same', t => {
  const { any } = AbortSignal;
  t.after(() => Object.assign(AbortSignal, { any }));
  Object.assign(AbortSignal, { any: undefined });
  const [first, second] = [new AbortController(), new AbortController()];
  const either = anySignal(first.signal, undefined, second.signal);
  assert.equal(either.aborted, false);
  second.abort(new Error('second'));
  assert.equal((either.reason as Error).message, 'second');
  first.abort(new Error('first'));
  assert.equal((either.reason as Error).message, 'second');
  assert.equal(anySignal(AbortSignal.abort('gone')).reason, 'gone');
});
