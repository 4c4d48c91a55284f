import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngineHost, type EngineEvent } from './engineHost.ts';
import { engineModuleUrl } from './engineModule.ts';
import { createEngine } from './onnx.ts';

test('options that onnx does not know are refused by name', () => {
  assert.throws(() => createEngine({ model_folder: 'x' }), /knows no model_folder/);
  assert.throws(() => createEngine({ model_folders: [1] }), /list of folders/);
  assert.throws(() => createEngine({ threads: 0 }), /whole number/);
});

test('folders of models are taken under both names', async () => {
  for (const name of ['model_folders', 'modelFolders']) {
    const engine = createEngine({ [name]: ['/nowhere/at-all'] });
    await assert.rejects(engine.capabilities(), /no model folder in .*nowhere/);
  }
});

test('the shipped engine runs in its process and makes a picture that is a WebP, the same one each time', async () => {
  const events: EngineEvent[] = [];
  const host = createEngineHost({
    module: engineModuleUrl('onnx'),
    options: { threads: 1 },
    startMs: 120_000,
    silenceMs: 120_000,
    cancelMs: 120_000,
    restMs: { first: 1_000, longest: 1_000 },
    onEvent: event => events.push(event),
  });
  try {
    const { models, samplers } = await host.ready();
    assert('emoji-64' in models && samplers.includes('k_euler'));
    const task = {
      model: 'emoji-64',
      prompt: 'a cat',
      negativePrompt: '',
      width: 64,
      height: 64,
      steps: 2,
      guidance: 3,
      sampler: 'k_euler' as const,
      karras: true,
    };
    const run = (seeds: number[]) => host.run({ ...task, seeds }, () => {}, new AbortController().signal);
    const [first, second] = await run([7, 8]);
    const [alone] = await run([8]);
    assert.equal(Buffer.from(first!.image).toString('latin1', 8, 12), 'WEBP');
    assert.deepEqual(alone!.image, second!.image);
    assert.equal(events.filter(({ type }) => type === 'died').length, 0);
  } finally {
    await host.close();
  }
});
