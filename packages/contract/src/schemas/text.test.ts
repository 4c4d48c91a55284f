import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { withDefaults } from '../defaults.ts';
import { marshaller } from '../marshal.ts';
import { ParseFault, parseParserStage } from '../parse.ts';
import { validate } from '../validate.ts';
import { GenerationInputKobold, ModelGenerationInputKobold } from './textRequest.ts';
import { GenerationPayloadKobold, PopInputKobold, SubmitInputKobold } from './textWorker.ts';

const faultsOf = (body: object) => Object.keys(validate(GenerationInputKobold, body) ?? {});

describe('a text request', () => {
  test('means any model, any backend and slow workers too when it does not say', () => {
    const filled = withDefaults(GenerationInputKobold, { prompt: 'a' });
    assert.deepEqual(
      [filled.models, filled.validated_backends, filled.slow_workers, filled.extra_slow_workers, filled.nsfw],
      [[], false, true, false, false],
    );
  });

  test('writes 80 tokens of 2048, without the samplers that were not asked for', () => {
    assert.deepEqual(withDefaults(ModelGenerationInputKobold, { top_k: 40 }), {
      top_k: 40,
      max_context_length: 2048,
      max_length: 80,
      min_p: 0,
      smoothing_factor: 0,
      dynatemp_range: 0,
      dynatemp_exponent: 1,
    });
  });

  test('may hold parameters that the horde does not know, and any number of stop sequences at this stage', () => {
    assert.deepEqual(faultsOf({ params: { xtc_threshold: 0.1, mirostat: 'x' }, unheard_of: [] }), []);
    assert.deepEqual(faultsOf({ params: { stop_sequence: Array(200).fill('x') } }), []);
    assert.deepEqual(faultsOf({ params: { sampler_order: ['6', 0.5] } }), [
      'params.sampler_order.0',
      'params.sampler_order.1',
    ]);
  });

  test('says in any JSON value whether it is unsafe for work, as the original takes it', () => {
    const nsfwOf = (nsfw: unknown) =>
      (parseParserStage(GenerationInputKobold, { nsfw }) as { nsfw?: unknown }).nsfw;
    assert.deepEqual(faultsOf({ nsfw: 'no' }), []);
    assert.deepEqual(['no', 1, 0, '', true, null].map(nsfwOf), [true, true, false, false, true, undefined]);
  });
});

describe('a text pop', () => {
  test('answers the declared defaults as payload where there is no job', () => {
    assert.deepEqual(marshaller(GenerationPayloadKobold, 'full')({ ids: [], messages: [] }), {
      payload: {
        max_context_length: 2048,
        max_length: 80,
        min_p: 0,
        smoothing_factor: 0,
        dynatemp_range: 0,
        dynatemp_exponent: 1,
      },
      id: null,
      ids: [],
      messages: [],
      ttl: null,
      extra_source_images: null,
      skipped: {},
      softprompt: null,
      model: null,
    });
  });

  test('takes a blacklist and the word on VPN addresses, which the original drops', () => {
    const sent = { name: 'W', blacklist: ['fog'], allow_unsafe_ipaddr: 0 };
    assert.equal(validate(PopInputKobold, sent), undefined);
    assert.deepEqual(parseParserStage(PopInputKobold, sent), { ...sent, allow_unsafe_ipaddr: false });
    assert.throws(() => parseParserStage(PopInputKobold, { blacklist: 'fog' }), ParseFault);
  });
});

describe('a text result', () => {
  test('has a seed that is read from what it looks like', () => {
    const seedOf = (seed: unknown) =>
      (parseParserStage(SubmitInputKobold, { id: 'j', seed }) as { seed?: unknown }).seed;
    assert.deepEqual(['17', 1.5, true, -1, null].map(seedOf), [17, 1, 1, -1, undefined]);
    assert.throws(() => seedOf('x'), ParseFault);
  });
});
