import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { nodeFolder } from '../onnx/nodeFolder.ts';
import { EMOJI_64, tinyFolder } from '../testing/folders.ts';
import { readConfig } from './configs.ts';
import { loadModel } from './model.ts';

test('everything about the shipped model comes from its files', async () => {
  const config = await readConfig(nodeFolder(EMOJI_64));
  assert.equal(config.prediction, 'v_prediction');
  assert.deepEqual(
    [config.latentChannels, config.cellPixels, config.scaling, config.textTokens, config.trainedPixels],
    [48, 4, 1, 32, 64],
  );
});

test('an ordinary checkpoint: 4 channels, cells of 8 pixels, 77 tokens, epsilon', async t => {
  const config = await readConfig(nodeFolder(await tinyFolder(t)));
  assert.equal(config.prediction, 'epsilon');
  assert.deepEqual(
    [config.latentChannels, config.cellPixels, config.scaling, config.textTokens, config.trainedPixels],
    [4, 8, 0.18215, 77, 128],
  );
  assert.equal(config.stepPixels, 16);
});

const refused: [what: string, file: string, content: string | null, message: RegExp][] = [
  ['a second text encoder', 'text_encoder_2/config.json', '{}', /second text encoder/],
  ['a U-Net for inpainting', 'unet/config.json', '{"in_channels": 9}', /takes 9 channels/],
  ['an unknown prediction', 'scheduler/scheduler_config.json', '{"prediction_type": "flow"}', /flow/],
  ['an unknown schedule', 'scheduler/scheduler_config.json', '{"beta_schedule": "mine"}', /mine/],
  ['a configuration that is no JSON', 'unet/config.json', '<html>', /unet\/config.json/],
  ['no U-Net', 'unet/model.onnx', null, /unet\/model.onnx is missing/],
];
for (const [what, file, content, message] of refused) {
  test(`refused with a sentence: ${what}`, async t => {
    const folder = await tinyFolder(t);
    const at = path.join(folder, ...file.split('/'));
    if (content === null) await rm(at);
    else {
      await mkdir(path.dirname(at), { recursive: true });
      await writeFile(at, content);
    }
    await assert.rejects(loadModel(nodeFolder(folder)), { name: 'ModelFolderError', message });
  });
}
