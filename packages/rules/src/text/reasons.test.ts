import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { CONSTRAINT_WORDS } from '../shared/constraintWords.ts';
import { someFacts } from '../testing/samples.ts';
import { aTextRequest, aTextWorker } from '../testing/textSamples.ts';
import { textEligibility } from './eligibility.ts';
import type { TextWorkerSettings } from './offer.ts';
import { textReasons } from './reasons.ts';
import type { TextRequirements } from './records.ts';

const reasons = (request: Partial<TextRequirements>, ...workers: Partial<TextWorkerSettings>[]) =>
  textReasons(
    aTextRequest(request),
    someFacts(),
    workers.map((worker, i) => aTextWorker({ id: `w${i}`, ...worker })),
    undefined,
    0,
  );
const nearest = (request: Partial<TextRequirements>, ...workers: Partial<TextWorkerSettings>[]) =>
  reasons(request, ...workers).nearest;

describe('why no worker takes a text request', () => {
  test('each constraint is told with what it costs in workers, and what it alone costs', () => {
    const { workers, constraints } = reasons(
      { maxLength: 600, nsfw: true },
      { nsfw: false },
      { nsfw: false, maxLength: 600 },
    );
    assert.equal(workers, 2);
    assert.deepEqual(
      constraints.map(({ name, workers: kept, alone }) => [name, kept, alone]),
      [
        ['nsfw', 2, 1],
        ['length', 1, 0],
      ],
    );
  });

  test('every constraint that is told has a sentence', () => {
    for (const { name, counts } of textEligibility.group) {
      if (counts !== 'never') assert.ok(CONSTRAINT_WORDS[name], name);
    }
  });
});

describe('the nearest request that a worker would take', () => {
  test('changes only settings that the text does not depend on, where that is enough', () => {
    assert.deepEqual(nearest({ slowWorkers: false }, { speed: 1 }), { slow_workers: true });
    assert.deepEqual(nearest({}, { extraSlow: true }), { extra_slow_workers: true });
    assert.deepEqual(nearest({ trustedWorkers: true }, {}), { trusted_workers: false });
    assert.deepEqual(nearest({ validatedBackends: true }, { bridgeAgent: 'HomeBrew:1:x' }), {
      validated_backends: false,
    });
    assert.deepEqual(nearest({ workerList: { ids: ['x'], exclude: false } }, {}), {
      workers: null,
      worker_blacklist: null,
    });
  });

  test('is as long as the longest worker makes it', () => {
    const request = { maxLength: 600, maxContextLength: 8192 };
    assert.deepEqual(
      nearest(request, { maxContextLength: 8192 }, { maxLength: 300, maxContextLength: 8192 }),
      {
        params: { max_length: 512 },
      },
    );
    assert.deepEqual(nearest(request, { maxLength: 600 }), { params: { max_context_length: 4096 } });
    assert.deepEqual(nearest(request, {}), { params: { max_context_length: 4096, max_length: 512 } });
  });

  test('never has an answer that is longer than its context, nor one shorter than may be asked for', () => {
    assert.equal(
      nearest({ maxLength: 600, maxContextLength: 8192 }, { maxLength: 600, maxContextLength: 500 }),
      undefined,
    );
    assert.equal(nearest({}, { maxLength: 15 }), undefined);
  });

  test('names the model nearest in size to those that were asked for', () => {
    const models = ['koboldcpp/Robin-7B', 'aphrodite/Heron-70B', 'own::me#3'];
    assert.deepEqual(nearest({ models: ['gone/Condor-65B'] }, { models }), {
      models: ['aphrodite/Heron-70B'],
    });
    assert.deepEqual(nearest({ models: ['gone/Finch-3B'] }, { models }), { models: ['koboldcpp/Robin-7B'] });
  });

  test('leaves the soft prompt out, or what may be unsafe for work', () => {
    assert.deepEqual(nearest({ softprompt: 'other.zip' }, {}), { softprompt: null });
    assert.deepEqual(nearest({ nsfw: true }, { nsfw: false }), { nsfw: false });
  });

  test('is one that some worker takes', () => {
    const worker = fc.record({
      maxLength: fc.integer({ min: 16, max: 1024 }),
      maxContextLength: fc.integer({ min: 80, max: 8192 }),
      nsfw: fc.boolean(),
      ownerTrusted: fc.boolean(),
      models: fc.subarray(['koboldcpp/Robin-7B', 'Sparrow-3B'], { minLength: 1 }),
    });
    const request = fc.record({
      maxLength: fc.integer({ min: 16, max: 1024 }),
      maxContextLength: fc.integer({ min: 1024, max: 8192 }),
      nsfw: fc.boolean(),
      trustedWorkers: fc.boolean(),
    });
    fc.assert(
      fc.property(request, fc.array(worker, { maxLength: 4 }), (r, workers) => {
        const changes = nearest(r, ...workers);
        if (!changes) return;
        const { params = {}, ...rest } = changes as {
          params?: { max_length?: number; max_context_length?: number };
          models?: string[];
          nsfw?: boolean;
          trusted_workers?: boolean;
        };
        const changed = aTextRequest({
          ...r,
          ...(params.max_length && { maxLength: params.max_length }),
          ...(params.max_context_length && { maxContextLength: params.max_context_length }),
          ...(rest.models && { models: rest.models }),
          ...(rest.nsfw === false && { nsfw: false }),
          ...(rest.trusted_workers === false && { trustedWorkers: false }),
        });
        const offers = workers.map((each, i) => aTextWorker({ id: `w${i}`, ...each }));
        assert.ok(textEligibility.explain(changed, someFacts(), offers, undefined, 0).fitting > 0);
        assert.ok(changed.maxLength <= changed.maxContextLength);
      }),
    );
  });
});
