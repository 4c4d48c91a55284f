import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { someFacts } from '../testing/samples.ts';
import { aTextRequest, aTextWorker, TEXT_REFERENCE } from '../testing/textSamples.ts';
import { textEligibility } from './eligibility.ts';
import { slowLimitOf, type TextWorkerSettings } from './offer.ts';
import { type TextRequirements, textSignatureOf } from './records.ts';
import { textSliceOf } from './slicing.ts';

const { groupSkip, skip, explain } = textEligibility;

describe('who is served all the same', () => {
  const fits = (request: Partial<TextRequirements>, worker: Partial<TextWorkerSettings>, facts = {}) =>
    skip(aTextRequest(request), someFacts(facts), aTextWorker(worker)) === undefined;

  test('a plain request, one of exactly the worker’s lengths, one without models', () => {
    assert.ok(fits({}, {}));
    assert.ok(fits({ maxLength: 512, maxContextLength: 4096 }, {}));
    assert.ok(fits({ models: [] }, { models: ['whatever'] }));
  });

  test('any backend, unless the request wants a validated one', () => {
    assert.ok(fits({}, { bridgeAgent: 'unknown:0:unknown' }));
    for (const agent of [
      'TabbyAPI:1.0:x',
      'AI Horde Worker~aphrodite~oai:1.0:x',
      'AI Horde Worker~aphrodite~kai:1:x',
      'AI Horde Worker:20:x',
    ])
      assert.ok(fits({ validatedBackends: true }, { bridgeAgent: agent }), agent);
    // A version that is none makes the whole agent unknown.
    assert.ok(!fits({ validatedBackends: true }, { bridgeAgent: 'TabbyAPI:new:x' }));
  });

  test('a wish for a soft prompt by who has it', () => {
    assert.ok(fits({ softprompt: 'mirror.zip' }, {}));
    assert.ok(!fits({ softprompt: 'mirror.zip' }, { softprompts: [] }));
  });

  test('who wants no slow workers, by a worker that is fast for the size of its model', () => {
    const fast = (models: string[], speed: number) => fits({ slowWorkers: false, models }, { models, speed });
    assert.ok(fast(['koboldcpp/Robin-7B'], 5) && !fast(['koboldcpp/Robin-7B'], 4.9));
    assert.ok(fast(['koboldcpp/Wren-13B'], 4) && !fast(['koboldcpp/Wren-13B'], 3.9));
    assert.ok(fast(['aphrodite/Heron-70B'], 3) && !fast(['aphrodite/Heron-70B'], 2.9));
    assert.ok(!fits({ slowWorkers: false }, { speed: 1 }), 'a worker that has delivered nothing yet');
  });
});

test('the first model tells how fast a worker must be, an unknown one by the size in its name', () => {
  const limit = (...models: string[]) => slowLimitOf(models, TEXT_REFERENCE);
  assert.equal(limit('aphrodite/Heron-70B::somebody#7', 'Sparrow-3B'), 3);
  assert.equal(limit('koboldcpp/Wren-13B-GGUF-Q4_K_S'), 4);
  assert.equal(limit('Sparrow-3B', 'aphrodite/Heron-70B'), 5);
  assert.equal(limit('somebody/Condor-123B'), 3);
  assert.equal(limit('nobody knows'), 5);
  assert.equal(limit(), 3);
});

test('a slice has as many jobs as the worker asks for and the request wants, or one', () => {
  assert.equal(textSliceOf({ disableBatching: false }, 5, { amount: 3 }), 3);
  assert.equal(textSliceOf({ disableBatching: false }, 2, { amount: 20 }), 2);
  assert.equal(textSliceOf({ disableBatching: true }, 5, { amount: 20 }), 1);
});

describe('possible, and why not', () => {
  const now = 1_000_000;
  const here = { lastCheckInMs: now - 1000 };

  test('needs a worker that is online and fits', () => {
    const possible = (...workers: Partial<TextWorkerSettings>[]) =>
      explain(
        aTextRequest(),
        someFacts(),
        workers.map(worker => aTextWorker({ ...here, ...worker })),
        undefined,
        now,
      ).fitting > 0;
    assert.ok(possible({ maxLength: 79 }, {}));
    assert.ok(!possible({ maxLength: 79 }, { lastCheckInMs: 0 }));
    assert.ok(!possible({ paused: true }));
  });

  test('explains what each constraint costs in workers', () => {
    const workers = [
      aTextWorker({ ...here, maxLength: 40, bridgeAgent: 'HomeBrew:1:x' }),
      aTextWorker({ ...here, maxLength: 40 }),
    ];
    const request = aTextRequest({ validatedBackends: true });
    assert.deepEqual(explain(request, someFacts(), workers, undefined, now), {
      workers: 2,
      fitting: 0,
      constraints: [
        { name: 'length', reason: 'max_length', workers: 2, onlyThis: 1 },
        { name: 'validated backend', reason: 'bridge_version', workers: 1, onlyThis: 0 },
      ],
    });
  });
});

describe('laws', () => {
  const flags = ['nsfw', 'trustedWorkers', 'validatedBackends', 'slowWorkers', 'disableBatching'] as const;
  const request = fc.record({
    models: fc.subarray(['koboldcpp/Robin-7B', 'Sparrow-3B', 'other']),
    maxLength: fc.integer({ min: 16, max: 1024 }),
    maxContextLength: fc.integer({ min: 80, max: 8192 }),
    softprompt: fc.constantFrom(null, 'mirror.zip', 'other.zip'),
    ...Object.fromEntries(flags.map(flag => [flag, fc.boolean()])),
  }) as fc.Arbitrary<Partial<TextRequirements>>;
  const worker = fc.record({
    models: fc.subarray(['koboldcpp/Robin-7B', 'Sparrow-3B'], { minLength: 1 }),
    maxLength: fc.integer({ min: 16, max: 1024 }),
    nsfw: fc.boolean(),
    ownerTrusted: fc.boolean(),
    speed: fc.integer({ min: 1, max: 10 }),
  });

  test('requests of one signature get one answer from every worker', () => {
    fc.assert(
      fc.property(request, request, worker, (a, b, w) => {
        const [first, second] = [aTextRequest(a), aTextRequest(b)];
        if (textSignatureOf(first) !== textSignatureOf(second)) return;
        assert.equal(groupSkip(first, aTextWorker(w)), groupSkip(second, aTextWorker(w)));
      }),
    );
  });

  test('the signature does not know the order of names, and nothing else is lost in it', () => {
    fc.assert(
      fc.property(request, request, (a, b) => {
        const sorted = (r: TextRequirements) => JSON.stringify({ ...r, models: [...r.models].sort() });
        const [first, second] = [aTextRequest(a), aTextRequest(b)];
        assert.equal(textSignatureOf(first) === textSignatureOf(second), sorted(first) === sorted(second));
        assert.equal(
          textSignatureOf({ ...first, models: [...first.models].reverse() }),
          textSignatureOf(first),
        );
      }),
    );
  });
});
