import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { checkTextRequest, type TextRequestInput } from './admission.ts';
import { effectiveTextParams, type TextParamsInput, textPayload, textThings } from './params.ts';
import { textRequirements } from './requirements.ts';
import { downgradedTextParams, maxTokens, rawMaxTokens, textUpfrontNeed } from './upfront.ts';

const STRANGER = { trusted: false, patron: false };
const check = (changes: Partial<TextRequestInput>, requester = STRANGER) =>
  checkTextRequest(
    { prompt: 'a', params: {}, extraSourceImages: 0, disableBatching: false, ...changes },
    requester,
  )?.rc;
const checkParams = (params: TextParamsInput) => check({ params });

describe('a text request is refused', () => {
  test('when its answer may be longer than its context', () => {
    assert.equal(checkParams({ max_context_length: 100, max_length: 101 }), 'TokenOverflow');
    assert.equal(checkParams({ max_length: 2049 }), 'TokenOverflow', 'against the default context');
    assert.equal(checkParams({ max_context_length: 100, max_length: 100 }), undefined);
  });

  test('when a sampler order leaves one out, an empty one too', () => {
    for (const sampler_order of [[], [6, 0, 1, 3, 4, 2], [6, 0, 1, 3, 4, 2, 2]])
      assert.equal(checkParams({ sampler_order }), 'MissingFullSamplerOrder');
    assert.equal(checkParams({ sampler_order: [6, 0, 1, 3, 4, 2, 5] }), undefined);
  });

  test('for too many stop sequences, or too much in them; a repeated one counts once', () => {
    const many = Array.from({ length: 129 }, (_, i) => `s${i}`);
    assert.equal(checkParams({ stop_sequence: many }), 'TooManyStopSequences');
    assert.equal(checkParams({ stop_sequence: [...many.slice(1), 's1', 's2'] }), undefined);
    const long = 'a'.repeat(1000);
    assert.equal(checkParams({ stop_sequence: [long, `${long}b`] }), 'ExcessiveStopSequence');
    assert.equal(checkParams({ stop_sequence: [long, long, long] }), undefined);
    assert.equal(checkParams({ stop_sequence: ['🐦'.repeat(2000)] }), undefined);
  });

  test('for images, and for privileges that its account has not', () => {
    assert.equal(check({ extraSourceImages: 1 }), 'InvalidExtraSourceImages');
    assert.equal(check({ extraSourceImages: 2 }), 'MoreThanMinExtraSourceImage');
    assert.equal(
      check({ extraSourceImages: 2 }, { trusted: true, patron: false }),
      'InvalidExtraSourceImages',
    );
    assert.equal(
      check({ extraSourceImages: 6 }, { trusted: true, patron: false }),
      'TooManyExtraSourceImages',
    );
    const alone = { disableBatching: true, params: { n: 2 } };
    assert.equal(check(alone), 'RequiresTrust');
    assert.equal(check(alone, { trusted: false, patron: true }), undefined);
    assert.equal(check({ prompt: '' }), 'MissingPrompt');
  });

  test('by the part of the checks that is asked for', () => {
    const input = { prompt: '', params: { sampler_order: [] }, extraSourceImages: 0, disableBatching: false };
    assert.equal(checkTextRequest(input, STRANGER, { from: 20, to: 20 })?.rc, 'MissingFullSamplerOrder');
    assert.equal(checkTextRequest(input, STRANGER, { from: 12, to: 13 })?.rc, 'MissingPrompt');
    assert.equal(checkTextRequest(input, STRANGER, { from: 15, to: 15 }), undefined);
  });
});

describe('params', () => {
  test('get their effective defaults, and lose unknown keys', () => {
    assert.deepEqual(effectiveTextParams({ top_k: 40, xtc: 1 } as TextParamsInput), {
      n: 1,
      max_context_length: 2048,
      max_length: 80,
      min_p: 0,
      smoothing_factor: 0,
      dynatemp_range: 0,
      dynatemp_exponent: 1,
      top_k: 40,
    });
  });

  test('reach the worker as they were sent, one text for each job', () => {
    const params = effectiveTextParams({ n: 5, stop_sequence: ['\nUser:'], singleline: false, tfs: 0 });
    assert.deepEqual(textPayload('a \u{1f426}\r\n', params), { ...params, n: 1, prompt: 'a \u{1f426}\r\n' });
    assert.equal(textThings(params), 80);
  });

  test('become requirements, with at most five workers and without an empty soft prompt', () => {
    const traits = {
      models: [],
      nsfw: true,
      trustedWorkers: false,
      validatedBackends: false,
      slowWorkers: true,
      extraSlowWorkers: false,
      safeIp: true,
      requesterTrusted: false,
      softprompt: '',
      disableBatching: false,
      workerList: { ids: ['1', '2', '3', '4', '5', '6'], exclude: true },
    };
    const { softprompt, workerList, maxLength, maxContextLength } = textRequirements(
      { max_length: 90, max_context_length: 100 },
      traits,
    );
    assert.deepEqual([softprompt, workerList?.ids.length, maxLength, maxContextLength], [null, 5, 90, 100]);
    assert.equal(
      textRequirements(
        { max_length: 90, max_context_length: 100 },
        { ...traits, workerList: { ids: [], exclude: true } },
      ).workerList,
      null,
    );
  });
});

describe('kudos beforehand', () => {
  const load = (threads: number, queuedRequests: number) => ({ threads, queuedRequests });
  const need = (changes = {}) =>
    textUpfrontNeed({
      maxLength: 80,
      slowWorkers: true,
      workerList: false,
      workerListNeedsKudos: false,
      load: load(0, 0),
      ...changes,
    });

  test('are needed for more tokens than the horde gives away at its load', () => {
    assert.deepEqual([load(0, 0), load(10, 200), load(0, 300)].map(maxTokens), [512, 382, 256]);
    assert.equal(rawMaxTokens(load(0, 1000)), -388);
    assert.equal(need({ maxLength: 512 }), undefined);
    assert.equal(need({ maxLength: 513 })?.reason, 'length');
    assert.equal(need({ maxLength: 383, load: load(10, 200) })?.maxTokens, 382);
  });

  test('are needed by who wants no slow workers, or a list of workers where the operator says so', () => {
    assert.equal(need({ slowWorkers: false })?.reason, 'slow_workers');
    assert.equal(need({ workerList: true }), undefined);
    assert.deepEqual(need({ workerList: true, workerListNeedsKudos: true }), {
      reason: 'worker_list',
      maxTokens: 512,
      downgradable: false,
    });
  });

  test('are not needed any more after a downgrade, which makes nothing longer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: 4096 }),
        fc.nat({ max: 100 }),
        fc.nat({ max: 2000 }),
        (max_length, threads, queued) => {
          const at = load(threads, queued);
          const shorter = downgradedTextParams(effectiveTextParams({ max_length }), at);
          assert.ok(shorter.max_length <= max_length);
          assert.equal(need({ maxLength: shorter.max_length, load: at }), undefined);
        },
      ),
    );
  });
});
