import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPopAnswer } from './popAnswer.ts';

const JOB = {
  payload: {
    prompt: 'a cat',
    width: 512,
    height: 512,
    ddim_steps: 30,
    control_type: null,
    loras: [],
    new_field: {},
  },
  id: 'job-a',
  ids: ['job-a', 'job-b'],
  ttl: 150,
  model: 'm',
  messages: [{ id: '1', message: 'hello' }, { id: 2 }, null],
  skipped: { models: 3, nsfw: 0, bridge_version: 'many' },
  source_image: null,
  source_processing: 'img2img',
  r2_upload: 'https://store.example/a',
};

test('the known fields of a job are kept, null counts as absent, and messages that are none are left out', () => {
  assert.deepEqual(readPopAnswer(JOB, 2), {
    payload: { prompt: 'a cat', width: 512, height: 512, ddim_steps: 30, loras: [] },
    id: 'job-a',
    ids: ['job-a', 'job-b'],
    ttl: 150,
    model: 'm',
    messages: [{ id: '1', message: 'hello', origin: '' }],
    skipped: { models: 3 },
    source_processing: 'img2img',
    r2_upload: 'https://store.example/a',
  });
  assert.deepEqual(readPopAnswer({ ...JOB, ids: [] }, 1).ids, ['job-a'], 'older hordes send no list');
  assert.equal(readPopAnswer({ ...JOB, id: null, payload: {} }, 1).id, null);
});

for (const [what, change, sentence] of [
  ['no payload', { payload: null }, /payload is no object/],
  ['a size that is a text', { payload: { width: '512' } }, /payload\.width is not a whole number/],
  ['more pictures than were asked for', {}, /2 pictures where 1 were asked for/],
  ['one picture twice', { ids: ['job-a', 'job-a'] }, /pictures/],
  ['an id that leads out of the spool', { id: '../x' }, /id is not the id of a job/],
  ['a time that is over', { ttl: 0, ids: ['job-a'] }, /time is over/],
] as const) {
  test(`${what}: no job, and a sentence that says why`, () => {
    assert.throws(() => readPopAnswer({ ...JOB, ...change }, 1), {
      name: 'MalformedAnswer',
      message: sentence,
    });
  });
}

test('whatever is sent is a job, none, or malformed', () => {
  const body = fc.oneof(
    fc.anything(),
    fc.record({ id: fc.constant('job-a'), payload: fc.anything(), ids: fc.anything(), ttl: fc.anything() }),
    fc.dictionary(fc.constantFrom(...Object.keys(JOB)), fc.anything()),
  );
  fc.assert(
    fc.property(body, value => {
      try {
        readPopAnswer(value, 1);
      } catch (error) {
        assert.equal((error as Error).name, 'MalformedAnswer');
      }
    }),
  );
});
