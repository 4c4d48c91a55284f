import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeFolder } from '../onnx/nodeFolder.ts';
import { EMOJI_64, temporaryFolder, tinyFolder } from '../testing/folders.ts';
import type { ModelFolder } from './modelFolder.ts';
import { readTokenizer } from './tokenizer.ts';

/** As the training program encodes them. */
const AS_IN_TRAINING: Record<string, number[]> = {
  'a red heart on a blue background, 3d': [320, 594, 637, 518, 320, 620, 1261, 267, 274, 323],
  '': [],
  'A Photo of TWO cats!!  4k': [320, 820, 571, 1651, 1906, 0, 256, 275, 330],
  'astronaut riding a café-racer; 10% off': [
    1962, 1265, 320, 570, 325, 127, 358, 268, 1294, 520, 282, 272, 271, 260, 2406,
  ],
};

test('tokenizer.json: the same tokens as in training', async () => {
  const tokenizer = await readTokenizer(nodeFolder(EMOJI_64));
  for (const [prompt, tokens] of Object.entries(AS_IN_TRAINING))
    assert.deepEqual(tokenizer.encode(prompt), tokens);
  assert.deepEqual([tokenizer.start, tokenizer.end, tokenizer.padding], [2712, 2713, 2714]);
});

test('vocab.json and merges.txt alone: the same tokens for what both cut alike', async () => {
  const whole = nodeFolder(EMOJI_64);
  const parts: ModelFolder = {
    ...whole,
    readText: async path => (path === 'tokenizer/tokenizer.json' ? undefined : whole.readText(path)),
  };
  const [a, b] = [await readTokenizer(whole), await readTokenizer(parts)];
  for (const prompt of ['a red heart on a blue background, 3d', 'Smiling  face!', '2 + 2; (fine)'])
    assert.deepEqual(b.encode(prompt), a.encode(prompt));
});

test("CLIP's way: apostrophes belong to their endings, end-of-word marks, merges, padding by the end token", async t => {
  const tokenizer = await readTokenizer(nodeFolder(await tinyFolder(t)));
  assert.equal(tokenizer.padding, tokenizer.end);
  assert.equal(tokenizer.encode('cat').length, 1);
  assert.equal(tokenizer.encode("CAT's").length, 3);
  assert.deepEqual(tokenizer.encode('cat cat'), [...tokenizer.encode('cat'), ...tokenizer.encode('cat')]);
  assert.equal(tokenizer.encode('é').length, 2);
});

test('a folder without a tokenizer is refused with a sentence', async t => {
  await assert.rejects(readTokenizer(nodeFolder(await temporaryFolder(t))), {
    name: 'ModelFolderError',
    message: /neither tokenizer.json nor vocab.json/,
  });
});
