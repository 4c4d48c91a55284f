import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { marshaller, rfc822 } from './marshal.ts';
import { applyMask, MaskError, parseMask } from './mask.ts';
import {
  GenerationPayloadStable,
  RequestAsync,
  RequestEvent,
  RequestStatusCheck,
  RequestStatusStable,
  UserDetails,
  WorkerDetails,
} from './schemas/index.ts';

test('a pop without a job prints only the defaults of its payload, and zero skips where they were counted', () => {
  const pop = marshaller(GenerationPayloadStable, 'full');
  assert.deepEqual(pop({ ids: [], messages: [], skipped: { worker_id: 0, models: 12, kudos: null } }), {
    payload: {
      sampler_name: 'k_euler_a',
      cfg_scale: 7.5,
      height: 512,
      width: 512,
      karras: false,
      tiling: false,
      hires_fix: false,
      image_is_control: false,
      return_control_map: false,
      transparent: false,
      ddim_steps: 30,
      n_iter: 1,
    },
    id: null,
    ids: [],
    messages: [],
    ttl: null,
    skipped: { worker_id: 0, models: 12 },
    model: null,
    source_image: null,
    source_processing: 'img2img',
    source_mask: null,
    extra_source_images: null,
    r2_upload: null,
    r2_uploads: null,
  });
});

test('a pop with a job prints what is set, with the strengths of loras filled up', () => {
  const pop = marshaller(GenerationPayloadStable, 'full');
  const printed = pop({
    id: 'a',
    ids: ['a'],
    secret: 1,
    payload: {
      prompt: 'heron',
      seed: '7',
      cfg_scale: 5,
      karras: true,
      loras: [{ name: '1', is_version: true }],
      special: { a: { b: 1 } },
      steps: 9,
    },
  }) as { payload: Record<string, unknown>; secret?: unknown };
  assert.deepEqual(printed.payload.loras, [{ name: '1', model: 1, clip: 1, is_version: true }]);
  assert.deepEqual(printed.payload.special, { a: { b: 1 } });
  assert.equal(printed.payload.cfg_scale, 5);
  assert.ok(!('steps' in printed.payload) && !('secret' in printed) && !('clip_skip' in printed.payload));
});

test('the full mode prints null for what is not there; items follow the mode of their own definition', () => {
  const status = marshaller(RequestStatusStable, 'full');
  assert.deepEqual(
    status({ finished: 1, generations: [{ id: 'a', gen_metadata: [{ type: 'lora', value: 'nsfw' }] }] }),
    {
      finished: 1,
      processing: null,
      restarted: null,
      waiting: null,
      done: null,
      faulted: false,
      wait_time: null,
      queue_position: null,
      kudos: null,
      is_possible: true,
      shared: null,
      generations: [
        {
          worker_id: null,
          worker_name: null,
          model: null,
          state: 'ok',
          img: null,
          seed: null,
          id: 'a',
          censored: null,
          gen_metadata: [{ type: 'lora', value: 'nsfw' }],
        },
      ],
    },
  );
});

test('skip-none leaves out null and {}, and keeps empty lists, 0, false and ""', () => {
  const accepted = marshaller(RequestAsync, 'skip-none');
  assert.deepEqual(accepted({ id: '', kudos: 0, message: null, warnings: [] }), {
    id: '',
    kudos: 0,
    warnings: [],
  });
  const user = marshaller(
    UserDetails,
    'skip-none',
  )({ id: 0, trusted: false, active_generations: {} }) as Record<string, unknown>;
  assert.deepEqual(Object.keys(user).sort(), [
    'contributions',
    'id',
    'kudos_details',
    'records',
    'trusted',
    'usage',
  ]);
  assert.deepEqual(user.usage, { megapixelsteps: null, requests: null });
  const full = marshaller(Type.Array(UserDetails), 'full')([{ id: 0 }]) as Record<string, unknown>[];
  assert.deepEqual(full[0]!.active_generations, {});
  assert.equal(full[0]!.contact, null);
});

test('a worker without a team has a team of nulls', () => {
  const worker = marshaller(WorkerDetails, 'skip-none')({ name: 'w', bridge_agent: 'b' }) as Record<
    string,
    unknown
  >;
  assert.deepEqual(worker.team, { name: null, id: null });
});

test('an object that may be null is printed as null, and numbers are whole and finite where they must be', () => {
  const event = marshaller(RequestEvent, 'full');
  const printed = event({
    wait_time: 1.9,
    queue_position: Number.NaN,
    kudos: Number.POSITIVE_INFINITY,
  }) as Record<string, unknown>;
  assert.equal(printed.progress, null);
  assert.equal(printed.wait_time, 1);
  assert.equal(printed.queue_position, null);
  assert.equal(printed.kudos, null);
  assert.deepEqual((event({ progress: { step: 1, steps: 2 } }) as { progress: unknown }).progress, {
    step: 1,
    steps: 2,
    stage: null,
  });
});

test('dates are printed as the original does', () => {
  assert.equal(rfc822(Date.UTC(2024, 9, 2, 13)), 'Wed, 02 Oct 2024 13:00:00 -0000');
});

const masked = (header: string, value: unknown) => applyMask(parseMask(header), value);

test('a mask keeps what it names, at any depth and in lists', () => {
  const answer = {
    done: true,
    kudos: 1,
    generations: [
      { img: 'i', seed: '1' },
      { img: 'j', seed: '2' },
    ],
    team: null,
  };
  assert.deepEqual(masked('done,generations{seed}', answer), {
    done: true,
    generations: [{ seed: '1' }, { seed: '2' }],
  });
  assert.deepEqual(masked(' { done , team{name} } ', answer), { done: true, team: null });
  assert.deepEqual(masked('*', answer), answer);
  assert.deepEqual(masked('generations{img},*', answer), {
    ...answer,
    generations: [{ img: 'i' }, { img: 'j' }],
  });
  assert.deepEqual(masked('feathers', answer), {});
  assert.deepEqual(masked('post-processing', [{ 'post-processing': 1, lora: 2 }]), [
    { 'post-processing': 1 },
  ]);
});

test('an addition of ours to a published object is there only when it has something to say', () => {
  const check = marshaller(RequestStatusCheck, 'full');
  assert.equal('reasons' in (check({ is_possible: true }) as object), false);
  const reasons = {
    workers: 1,
    constraints: [{ name: 'size', message: 'Too large.', workers: 1, alone: 1 }],
    nearest: { params: { width: 512 }, source_image: null },
  };
  assert.deepEqual((check({ reasons }) as { reasons: object }).reasons, reasons);
  const hopeless = { workers: 0, constraints: [] };
  assert.deepEqual((check({ reasons: hopeless }) as { reasons: object }).reasons, hopeless);
});

test('a mask that cannot be read says why', () => {
  for (const header of [
    'done,{',
    'name,{',
    'a{',
    'a{b',
    'a}',
    'a,',
    ',',
    '',
    'a b',
    'a{b}c',
    'a%',
    'a{}',
    `${'a{'.repeat(40)}b`,
  ]) {
    assert.throws(
      () => parseMask(header),
      (e: unknown) => e instanceof MaskError && e.message.startsWith('Mask parse error: '),
      header,
    );
  }
});
