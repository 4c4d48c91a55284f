import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withDefaults } from './defaults.ts';
import { missing, ParseFault, parseBody, parseQuery } from './parse.ts';
import { routes } from './routes/index.ts';
import {
  GenerationInputStable,
  ModelGenerationInputStable,
  PopInputStable,
  RequestsCheckInput,
  SubmitInputStable,
  TestUserInput,
} from './schemas/index.ts';
import { readFirstJson } from './testFiles.ts';
import { validate } from './validate.ts';

const faultsOf = (body: unknown) => Object.keys(validate(GenerationInputStable, body) ?? {}).sort();

test('all faults of a body are told at once, each under its path', () => {
  const body = {
    prompt: '',
    params: { width: 65, steps: 0, loras: [{ model: 9 }, { name: '', clip: -9 }], sampler_name: 'nope' },
    models: [1, 'stable_diffusion'],
    nsfw: 'yes',
  };
  assert.deepEqual(faultsOf(body), [
    'models.0',
    'nsfw',
    'params.loras.0.model',
    'params.loras.0.name',
    'params.loras.1.clip',
    'params.loras.1.name',
    'params.sampler_name',
    'params.steps',
    'params.width',
    'prompt',
  ]);
});

test('a body that is no object has one fault, under the empty path', () => {
  for (const body of [[1, 2], 'heron', 7, true, null]) assert.deepEqual(faultsOf(body), ['']);
});

test('a missing field is told under its own name, null is no value, unknown keys do not matter', () => {
  assert.deepEqual(faultsOf({}), ['prompt']);
  assert.deepEqual(faultsOf({ prompt: null, params: null, webhook: null }), ['params', 'prompt', 'webhook']);
  assert.deepEqual(faultsOf({ prompt: 'heron', feathers: null, params: { beak: [] } }), []);
  assert.deepEqual(Object.keys(validate(SubmitInputStable, {})!).sort(), ['id', 'seed']);
});

test('a list may say how long it is at most; the entries of one that is too long are not looked at', () => {
  assert.equal(validate(RequestsCheckInput, { ids: Array(100).fill('x') }), undefined);
  assert.deepEqual(Object.keys(validate(RequestsCheckInput, { ids: Array(101).fill(7) })!), ['ids']);
});

test('whole numbers, texts and yes-or-no are not taken for one another', () => {
  const params = (value: object) => faultsOf({ prompt: 'heron', params: value });
  assert.deepEqual(params({ n: true, steps: '30' }), ['params.n', 'params.steps']);
  assert.deepEqual(params({ height: 512.5 }), ['params.height']);
  assert.deepEqual(params({ cfg_scale: 7, seed: '42' }), []);
  assert.deepEqual(params({ seed: 42 }), ['params.seed']);
  assert.deepEqual(faultsOf({ prompt: 'heron', nsfw: 1 }), ['nsfw']);
  assert.deepEqual(Object.keys(validate(PopInputStable, { max_pixels: 1e300 })!), ['max_pixels']);
  assert.deepEqual(Object.keys(validate(PopInputStable, JSON.parse('{"max_pixels":1e999}'))!), [
    'max_pixels',
  ]);
});

test('lists are checked entry by entry and as a whole', () => {
  const processing = (list: unknown) => faultsOf({ prompt: 'heron', params: { post_processing: list } });
  assert.deepEqual(processing(['GFPGAN', 'Sharpener']), ['params.post_processing.1']);
  assert.deepEqual(processing(['GFPGAN', 'GFPGAN']), ['params.post_processing']);
  assert.deepEqual(processing('GFPGAN'), ['params.post_processing']);
  assert.deepEqual(processing([]), []);
});

test('lengths count characters, not the units that they are kept in', () => {
  const bird = '\u{1F426}';
  assert.deepEqual(faultsOf({ prompt: 'heron', style: bird.repeat(2) }), ['style']);
  assert.deepEqual(faultsOf({ prompt: 'heron', style: bird.repeat(3) }), []);
  assert.deepEqual(faultsOf({ prompt: 'heron', style: bird.repeat(1024) }), []);
  assert.deepEqual(faultsOf({ prompt: 'heron', style: bird.repeat(1025) }), ['style']);
});

test('a body of many faults is told two hundred of them', () => {
  const models = Array.from({ length: 1000 }, () => 0);
  assert.equal(faultsOf({ prompt: 'heron', models }).length, 200);
});

test('free content may have any keys, and a depth that can be walked', () => {
  const special = (value: unknown) => faultsOf({ prompt: 'heron', params: { special: value } });
  assert.deepEqual(special({ wing: 1, feathers: [{ tip: null }] }), []);
  assert.deepEqual(special([1]), ['params.special']);
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  assert.deepEqual(special({ deep }), ['params.special']);
});

test('any JSON value is either accepted or told its faults, and a filled-up form is accepted', () => {
  const schemas = Object.values(routes).flatMap(route => ('body' in route ? [route.body] : []));
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      for (const schema of schemas) {
        const faults = validate(schema, value);
        assert.ok(faults === undefined || Object.keys(faults).length > 0);
      }
    }),
  );
  assert.equal(validate(ModelGenerationInputStable, withDefaults(ModelGenerationInputStable, {})), undefined);
  assert.equal(validate(PopInputStable, withDefaults(PopInputStable, {})), undefined);
  assert.equal(validate(TestUserInput, { ...withDefaults(TestUserInput, {}), kudos: null }), undefined);
});

interface Step {
  POST?: string;
  as?: string;
  body?: unknown;
  expect?: { status?: number; body?: { errors?: object } };
}

test('the bodies of the stories have the faults on record', t => {
  const file = 'stories/image-schema.json';
  const stories = readFirstJson(`../../testkit/${file}`, `../../../../shared/${file}`) as
    | { steps: Step[] }[]
    | undefined;
  if (!stories) return t.skip('no stories stand beside this checkout');
  const steps = stories
    .flatMap(story => story.steps)
    .filter(step => step.POST === '/v2/generate/async' && step.body);
  assert.ok(steps.length > 60);
  for (const { body, expect } of steps) {
    const expected = Object.keys(expect?.body?.errors ?? {}).sort();
    assert.deepEqual(faultsOf(body), expected, JSON.stringify(body).slice(0, 200));
  }
});

test('the parser stage coerces the query and tells the first fault alone', () => {
  const { query } = routes.models;
  assert.deepEqual(parseQuery(query, {}), { type: 'image', model_state: 'all' });
  const sent = { type: ['text', 'image'], min_count: ' 5', other: '1' };
  assert.deepEqual(parseQuery(query, sent), { type: 'text', min_count: 5, model_state: 'all' });
  assert.throws(
    () => parseQuery(query, { min_count: 'two', max_count: '1.5' }),
    (e: unknown) => e instanceof ParseFault && Object.keys(e.faults).join() === 'min_count',
  );
});

test('the parser stage coerces the fields of a body that no schema checks', () => {
  const parse = (body: unknown) => parseBody(TestUserInput, body);
  const defaults = {
    username: 'test_user',
    oauth_id: 'ci_test_user',
    moderator: true,
    trusted: true,
    kudos: 10_000,
  };
  for (const body of [undefined, null, 'x', [1], {}]) assert.deepEqual(parse(body), defaults);
  assert.deepEqual(parse({ username: 5, kudos: '7', moderator: 'off', trusted: [] }), {
    username: '5',
    oauth_id: 'ci_test_user',
    moderator: true,
    trusted: false,
    kudos: 7,
  });
  assert.deepEqual(parse({ kudos: 7.9 }).kudos, 7);
  assert.deepEqual(parse({ kudos: true }).kudos, 1);
  for (const kudos of ['five', {}, '', 1e300]) assert.throws(() => parse({ kudos }), ParseFault);
});

test('a missing field is told in the words that clients know', () => {
  assert.match(
    missing('apikey', 'header').faults.apikey!,
    /^Missing required parameter in the HTTP headers$/,
  );
  assert.match(
    missing('name', 'body', 'The worker.').faults.name!,
    /^The worker\. Missing required parameter in the JSON body$/,
  );
  assert.match(missing('page', 'query').faults.page!, /in the query string$/);
});
