import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { withDefaults } from '../defaults.ts';
import { ALCHEMY_FORMS, POST_PROCESSORS } from '../enums.ts';
import { marshaller } from '../marshal.ts';
import { parseBody } from '../parse.ts';
import { validate } from '../validate.ts';
import { InterrogationStatus } from './alchemyAnswer.ts';
import { ModelInterrogationInputStable } from './alchemyRequest.ts';
import { InterrogationPopInput, InterrogationPopPayload, InterrogationSubmitInput } from './alchemyWorker.ts';

const faultsOf = (body: object) => Object.keys(validate(ModelInterrogationInputStable, body) ?? {});

describe('an alchemy request', () => {
  test('names each form, and every post-processor is one', () => {
    assert.deepEqual(faultsOf({ forms: ALCHEMY_FORMS.map(name => ({ name })) }), []);
    assert.ok(POST_PROCESSORS.every(name => ALCHEMY_FORMS.includes(name)));
    assert.deepEqual(faultsOf({ forms: [{ name: 'dream' }, { payload: {} }, 'caption'] }), [
      'forms.0.name',
      'forms.1.name',
      'forms.2',
    ]);
  });

  test('takes an object of anything as payload, and nothing else', () => {
    const withPayload = (payload: unknown) => faultsOf({ forms: [{ name: 'caption', payload }] });
    assert.deepEqual(withPayload({ words: 12, list: [true, null] }), []);
    for (const payload of ['x', null, [], 5]) assert.deepEqual(withPayload(payload), ['forms.0.payload']);
  });

  test('reads the wish for trusted workers from any value, since the original does', () => {
    for (const value of ['yes', 1, null, [], { a: 1 }, true])
      assert.deepEqual(faultsOf({ trusted_workers: value }), []);
    assert.deepEqual(faultsOf({ slow_workers: 'no' }), ['slow_workers']);
  });
});

describe('a pop of an alchemist', () => {
  test('means 80 tiles, one form and one thread when it does not say', () => {
    const { max_tiles, amount, threads, forms, bridge_agent } = withDefaults(InterrogationPopInput, {
      name: 'a',
    });
    assert.deepEqual([max_tiles, amount, threads, forms, bridge_agent], [80, 1, 1, [], 'unknown:0:unknown']);
  });

  test('answers null for forms and an empty object for skipped where there are none', () => {
    assert.deepEqual(marshaller(InterrogationPopPayload, 'full')({}), { forms: null, skipped: {} });
  });

  test('leaves out fields that a form does not have', () => {
    const form = { id: 'f', form: 'caption', payload: {}, source_image: 'https://…', r2_upload: null };
    assert.deepEqual(marshaller(InterrogationPopPayload, 'full')({ forms: [form], skipped: {} }), {
      forms: [{ id: 'f', form: 'caption', source_image: 'https://…' }],
      skipped: {},
    });
  });
});

describe('a result', () => {
  const parse = (body: object) => parseBody(InterrogationSubmitInput, body);

  test('is an object, nested to a bounded depth', () => {
    assert.deepEqual(parse({ id: 'f', result: { nsfw: false } }), {
      id: 'f',
      result: { nsfw: false },
      state: 'ok',
    });
    const nested = (depth: number): object => (depth === 0 ? {} : { in: nested(depth - 1) });
    assert.ok(parse({ id: 'f', result: nested(30) }));
    for (const result of ['a boat', [], 5, nested(40)]) assert.throws(() => parse({ id: 'f', result }));
    assert.throws(() => parse({ id: 'f' }));
    assert.throws(() => parse({ result: {} }));
  });

  test('stays as the worker sent it, null inside and all', () => {
    const status = {
      state: 'done',
      forms: [{ form: 'describe', state: 'done', result: { describe: { short: 'sea', long: null } } }],
    };
    assert.deepEqual(marshaller(InterrogationStatus, 'full')(status), status);
  });
});
