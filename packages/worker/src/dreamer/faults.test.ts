import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHorde } from '../testing/standInHorde.ts';
import { startTestWorker, temporaryHome } from '../testing/testWorker.ts';

const cases = [
  ['an engine that crashes', 'crash', {}, /exit code 139/],
  ['an engine that hangs', 'hang', { silence_seconds: 0.3 }, /fell silent/],
  ['an engine that refuses', 'fault', {}, /out_of_memory: the picture needs 90 GB/],
] as const;

for (const [what, prompt, change, reason] of cases) {
  test(`${what}: every picture of the job is reported faulted with the reason, and the next job is done`, async () => {
    await using horde = await startHorde();
    await using home = await temporaryHome();
    await using worker = startTestWorker(horde.url(), home.path, change);
    horde.add({ ids: ['job-a', 'job-b'], prompt }, { ids: ['job-c'], prompt: 'a cat' });
    await worker.until('delivered');
    await horde.until(() => horde.submits.length === 3);
    for (const id of ['job-a', 'job-b']) {
      const [submit] = horde.submitsOf(id);
      assert.equal(submit?.state, 'faulted');
      assert.equal(submit?.generation, 'faulted');
      assert.equal(submit?.seed, -1);
      assert.match(submit?.gen_metadata?.[0]?.ref ?? '', reason);
    }
    assert.equal(horde.state.get('job-c'), 'done');
  });
}

test('a job that the engine cannot do is refused before it is tried', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path);
  horde.add({ ids: ['job-a'], prompt: 'a cat', payload: { sampler_name: 'k_heun' } });
  await horde.until(() => horde.submits.length === 1);
  assert.equal(horde.submits[0]?.state, 'faulted');
  assert.match(worker.of('faulted')[0]?.reason ?? '', /unsupported: .*k_heun/);
});

test('a job that is not done within its time limit is let go', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path);
  horde.add({ ids: ['job-a'], prompt: 'stall', ttl: 0.3 }, { ids: ['job-b'], prompt: 'a cat' });
  await worker.until('delivered');
  assert.match(worker.of('faulted')[0]?.reason ?? '', /time/);
});

test('after three faults in a row the worker pauses; a picture in between breaks the row', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using worker = startTestWorker(
    horde.url(),
    home.path,
    { queue_size: 0 },
    { timing: { faultPauseMs: 20 } },
  );
  horde.add(
    ...['fault', 'fault', 'ok', 'fault', 'fault'].map((prompt, i) => ({ ids: [`job-${i}`], prompt })),
  );
  await worker.until('faulted', 4);
  horde.add({ ids: ['job-5'], prompt: 'fault' }, { ids: ['job-6'], prompt: 'ok' });
  await worker.until('delivered', 2);
  const order = worker.events
    .map(({ type }) => type)
    .filter(type => ['faulted', 'paused', 'generated'].includes(type));
  assert.deepEqual(order, [
    'faulted',
    'faulted',
    'generated',
    'faulted',
    'faulted',
    'faulted',
    'paused',
    'generated',
  ]);
});

test('exit_on_unhandled_faults: it stops instead', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path, {
    queue_size: 0,
    exit_on_unhandled_faults: true,
  });
  horde.add(...[1, 2, 3].map(i => ({ ids: [`job-${i}`], prompt: 'fault' })));
  await assert.rejects(worker.stopped, /3 jobs failed/);
  assert.equal(horde.submits.length, 3);
});

test('a refused pop is told once, with what to do, and is tried again', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  const refusal = {
    message: 'This worker has been put into maintenance mode by its owner',
    rc: 'WorkerMaintenance',
  };
  horde.mishap('pop', { status: 403, json: refusal }, 3);
  const models = 'Unfortunately we cannot accept workers serving unrecognised models at this time';
  horde.mishap('pop', { status: 400, json: { message: models, rc: 'BadRequest' } }, 2);
  horde.mishap('pop', 'cut', 2);
  horde.add({ ids: ['job-a'], prompt: 'a cat' });
  await using worker = startTestWorker(horde.url(), home.path);
  await worker.until('delivered');
  const told = worker.of('trouble').map(({ message }) => message);
  assert.equal(told.length, 3);
  assert.match(told[0] ?? '', /maintenance mode .*max_power/);
  assert.match(told[1] ?? '', /See models_to_load/);
});

for (const [what, refusal, sentence] of [
  [
    'a wrong key',
    { status: 401, json: { message: 'No user has this API key.', rc: 'InvalidAPIKey' } },
    /^api_key: .*No user has this API key/,
  ],
  [
    'a taken name',
    { status: 403, json: { message: 'Wrong credentials', rc: 'WrongCredentials' } },
    /^dreamer_name: .*choose another one/,
  ],
] as const) {
  test(`${what} ends the worker with a sentence; what it has made is kept for the next start`, async () => {
    await using horde = await startHorde({ holds: false });
    await using home = await temporaryHome();
    horde.mishap('submit', { status: 503 }, 1_000_000);
    horde.add({ ids: ['job-a'], prompt: 'a cat' });
    await using worker = startTestWorker(
      horde.url(),
      home.path,
      {},
      { timing: { drainMs: { base: 5, each: 0 } } },
    );
    await worker.until('generated');
    horde.mishap('pop', refusal);
    await assert.rejects(worker.stopped, { name: 'ConfigError', message: sentence });
    assert.deepEqual((await home.spooled()).length > 0, true);
  });
}

for (const [what, change, sentence] of [
  [
    'models that the engine does not have',
    { models_to_load: ['gone', 'ALL SFW'] },
    /^models_to_load: .*the engine has test-model, second/,
  ],
  [
    'an engine that refuses its options',
    { engine: 'onnx', engine_options: { model_folder: '/x' } },
    /^engine_options: onnx knows no model_folder/,
  ],
  [
    'a folder without a model',
    { engine: 'onnx', engine_options: { modelFolders: ['/nowhere'] } },
    /no model folder in .*nowhere/,
  ],
  ['an engine that is no file', { engine: './nowhere.ts' }, /nowhere\.ts/],
  [
    'an engine that is no package',
    { engine: 'no-such-engine' },
    /^engine: there is no package no-such-engine/,
  ],
] as const) {
  test(`${what}: the worker ends with a sentence and has asked for no job`, async () => {
    await using horde = await startHorde();
    await using home = await temporaryHome();
    await using worker = startTestWorker(horde.url(), home.path, change);
    await assert.rejects(worker.stopped, { name: 'ConfigError', message: sentence });
    assert.equal(horde.pops.length, 0);
  });
}

test('TOP takes the models that the horde uses most, and where that is not known any', async () => {
  for (const [totals, offered] of [
    [{ month: { elsewhere: 9, second: 5, 'test-model': 1 } }, ['second']],
    [undefined, ['test-model']],
  ] as const) {
    await using horde = await startHorde();
    await using home = await temporaryHome();
    horde.totals = totals;
    await using worker = startTestWorker(horde.url(), home.path, { models_to_load: ['top 1'] });
    await horde.until(() => horde.pops.length > 0);
    assert.deepEqual(horde.pops[0]?.models, offered);
    assert.equal(
      worker.of('warning').some(({ message }) => /TOP and BOTTOM/.test(message)),
      totals === undefined,
    );
  }
});

test('a worker whose results are not taken takes no more jobs, says so, and goes on when they are', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  horde.mishap('submit', { status: 503 }, 1_000_000);
  horde.add(...Array.from({ length: 130 }, (_, i) => ({ ids: [`job-${i}`], prompt: 'a cat' })));
  await using worker = startTestWorker(horde.url(), home.path);
  await worker.until('warning', 2);
  assert.match(worker.of('warning').at(-1)?.message ?? '', /could not be handed in/);
  assert.ok(horde.pops.length < 110, `${horde.pops.length} jobs were taken`);
  horde.calm();
  await worker.until('delivered', 130);
});
