import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineError, type ImageTask } from '@openhorde/inference/engine';
import { scriptedEngineUrl } from '../testing/scriptedEngine.ts';
import { createEngineHost, EngineCrash, type EngineEvent, type EngineHostSettings } from './engineHost.ts';

function hostFor(change: Partial<EngineHostSettings> = {}) {
  const events: EngineEvent[] = [];
  const host = createEngineHost({
    module: scriptedEngineUrl,
    options: {},
    startMs: 30_000,
    silenceMs: 30_000,
    cancelMs: 30_000,
    restMs: { first: 5, longest: 20 },
    onEvent: event => events.push(event),
    ...change,
  });
  return Object.assign(host, { events, [Symbol.asyncDispose]: () => host.close() });
}

function task(prompt: string): ImageTask {
  return {
    model: 'test-model',
    prompt,
    negativePrompt: '',
    width: 64,
    height: 64,
    steps: 5,
    guidance: 7,
    sampler: 'k_euler',
    karras: true,
    seeds: [7, 8],
  };
}

const nobody = () => {};
const never = new AbortController().signal;

test('a task crosses the process border and comes back with its pictures and its progress', async () => {
  await using host = hostFor();
  assert.equal((await host.ready()).maxBatch, 4);
  const steps: string[] = [];
  const results = await host.run(task('a cat'), ({ stage, step }) => steps.push(`${stage} ${step}`), never);
  assert.deepEqual(
    results.map(({ image, seed, batchIndex }) => [new TextDecoder().decode(image), seed, batchIndex]),
    [
      ['test-model|a cat|7', 7, 0],
      ['test-model|a cat|8', 8, 1],
    ],
  );
  assert.deepEqual(steps, ['loading 0', 'generating 1']);
});

test('a refusal of the engine keeps its reason, and the engine stays', async () => {
  await using host = hostFor();
  await assert.rejects(
    host.run(task('fault'), nobody, never),
    (error: unknown) => error instanceof EngineError && error.reason === 'out_of_memory',
  );
  assert.equal((await host.run(task('a cat'), nobody, never)).length, 2);
  assert.equal(host.events.filter(({ type }) => type === 'died').length, 0);
});

for (const [verb, what] of [
  ['crash', /ended \(exit code 139\): segmentation fault/],
  ['throw', /undefined is not a tensor/],
] as const) {
  test(`${verb}: the task fails with the reason, and a new process takes the next one`, async () => {
    await using host = hostFor();
    await assert.rejects(
      host.run(task(verb), nobody, never),
      (error: unknown) => error instanceof EngineCrash && what.test(error.message),
    );
    assert.equal((await host.run(task('a cat'), nobody, never)).length, 2);
  });
}

for (const verb of ['hang', 'block']) {
  test(`${verb}: an engine without progress is killed, however alive its process looks`, async () => {
    await using host = hostFor({ silenceMs: 300 });
    await host.ready();
    await assert.rejects(host.run(task(verb), nobody, never), /fell silent for 0.3 s/);
    assert.equal((await host.run(task('a cat'), nobody, never)).length, 2);
  });
}

test('cancelling reaches the engine between steps; it is not restarted for that', async () => {
  await using host = hostFor();
  const abort = new AbortController();
  await assert.rejects(
    host.run(task('stall'), ({ step }) => step === 3 && abort.abort(new Error('not wanted')), abort.signal),
    /not wanted/,
  );
  await host.run(task('a cat'), nobody, never);
  assert.equal(host.events.filter(({ type }) => type === 'starting').length, 1);
});

test('an engine that does not let go of a cancelled task is killed', async () => {
  await using host = hostFor({ cancelMs: 50 });
  const abort = new AbortController();
  const run = host.run(task('deaf'), ({ stage }) => stage === 'generating' && abort.abort(), abort.signal);
  await assert.rejects(run, { name: 'AbortError' });
  await host.run(task('a cat'), nobody, never);
});

test('an engine that cannot start is tried again, with longer and longer rests', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const rests: number[] = [];
  await using host = hostFor({
    options: { startFails: true },
    onEvent: event => {
      if (event.type !== 'died') return;
      assert.match(event.reason, /no such model folder/);
      rests.push(event.restartMs);
      if (rests.length === 4) resolve();
    },
  });
  await promise;
  assert.equal(host.isUp(), false);
  assert.deepEqual(rests, [5, 10, 20, 20]);
});

test('a caller that waits for an engine can stop waiting', async () => {
  await using host = hostFor({ options: { startFails: true } });
  await assert.rejects(host.run(task('a cat'), nobody, AbortSignal.timeout(20)), { name: 'TimeoutError' });
});

test('closing ends the process', async () => {
  const host = hostFor();
  await host.ready();
  await host.close();
  await assert.rejects(host.ready(), /closed/);
});
