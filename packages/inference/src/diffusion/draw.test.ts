import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { nodeFolder } from '../onnx/nodeFolder.ts';
import { EMOJI_64, tinyFolder } from '../testing/folders.ts';
import { type DrawRequest, draw } from './draw.ts';
import { loadModel } from './model.ts';
import { SAMPLER_FUNCTIONS, type SamplerName } from './samplers/index.ts';
import { encodePrompts } from './textEncoding.ts';

const emoji = await loadModel(nodeFolder(EMOJI_64));
after(() => emoji.release());

const request: DrawRequest = {
  prompt: 'a red heart',
  negativePrompt: '',
  width: 64,
  height: 64,
  steps: 8,
  guidance: 5,
  sampler: 'k_euler',
  karras: true,
  seeds: [3],
};

const changes: [what: string, change: Partial<DrawRequest>][] = [
  ...(Object.keys(SAMPLER_FUNCTIONS) as SamplerName[]).map((sampler): [string, Partial<DrawRequest>] => [
    sampler,
    { sampler, karras: sampler !== 'DDIM' },
  ]),
  ['without guidance', { guidance: 1 }],
  ['with a negative prompt and weights', { prompt: 'a (red:1.3) heart', negativePrompt: 'blue' }],
];
for (const [what, change] of changes) {
  test(`${what}: the same seed gives the same bytes, alone and in a batch of 4`, async () => {
    const [alone] = await draw(emoji, { ...request, ...change });
    const [again] = await draw(emoji, { ...request, ...change });
    const batch = await draw(emoji, { ...request, ...change, seeds: [9, 2 ** 40, 3, 0] });
    assert.deepEqual(again, alone);
    assert.deepEqual(batch[2], alone);
    assert.equal(new Set(batch.map(({ data }) => data.join())).size, 4);
  });
}

test('it draws what it is asked for: a heart that is red, on a ground that is white', async () => {
  const [heart] = await draw(emoji, { ...request, steps: 20 });
  const at = (x: number, y: number) => [...heart!.data.subarray(3 * (64 * y + x), 3 * (64 * y + x) + 3)];
  const [red, green, blue] = at(32, 32) as [number, number, number];
  assert.ok(red > 150 && green < 110 && blue < 110, `the middle is ${at(32, 32)}`);
  assert.ok(Math.min(...at(1, 62)) > 220, `the corner is ${at(1, 62)}`);
});

const difference = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, v, i) => sum + Math.abs(v - b[i]!), 0) / a.length;

test('img2img: the smaller the denoising strength, the nearer to the source', async () => {
  const [picture] = await draw(emoji, { ...request, steps: 20 });
  const far: number[] = [];
  for (const denoisingStrength of [0.05, 0.5, 1]) {
    const source = { picture: picture!, denoisingStrength };
    const [changed] = await draw(emoji, { ...request, prompt: 'a blue frog', seeds: [8], source });
    far.push(difference(changed!.data, picture!.data));
  }
  assert.ok(far[0]! < 4 && far[0]! < far[1]! && far[1]! < far[2]!, far.join());
});

test('inpainting: pixels that the mask keeps have the bytes of the source, the rest is new', async () => {
  const [picture] = await draw(emoji, { ...request, steps: 20 });
  const data = new Uint8Array(64 * 64).fill(255, 64 * 30);
  const source = { picture: picture!, denoisingStrength: 1, mask: { width: 64, height: 64, data } };
  const [painted] = await draw(emoji, { ...request, prompt: 'a blue frog', source });
  const kept = 3 * 64 * 30;
  assert.deepEqual(painted!.data.subarray(0, kept), picture!.data.subarray(0, kept));
  assert.ok(difference(painted!.data.subarray(kept), picture!.data.subarray(kept)) > 10);
});

test('a run stops between two steps when it is cancelled', async () => {
  const abort = new AbortController();
  const steps: number[] = [];
  const run = draw(emoji, request, {
    signal: abort.signal,
    onStep(step) {
      steps.push(step);
      if (step === 3) abort.abort();
    },
  });
  await assert.rejects(run, { name: 'AbortError' });
  assert.deepEqual(steps, [1, 2, 3]);
});

test('a prompt longer than the text encoder takes is read in pieces, both prompts equally long', async () => {
  const [long, empty] = await encodePrompts(emoji, ['a red heart, '.repeat(12), '']);
  assert.equal(long!.tokens, 2 * 32);
  assert.equal(empty!.tokens, long!.tokens);
});

test('a weight of 1 changes nothing, one of 0 leaves the vector of an empty prompt', async () => {
  const [plain, none, half] = await encodePrompts(emoji, ['red heart', '', 'red (heart:0)']);
  const token = (text: typeof plain, i: number) => [
    ...text!.values.slice(i * text!.width, (i + 1) * text!.width),
  ];
  assert.deepEqual(token(half, 1), token(plain, 1));
  assert.notDeepEqual(token(half, 2), token(plain, 2));
  assert.ok(token(half, 2).every((value, i) => value === token(none, 2)[i]));
});

const ordinary: DrawRequest = { ...request, prompt: 'cat', width: 96, height: 64, seeds: [1, 2] };

test('an ordinary-shaped checkpoint is drawn at the size that is asked for', async t => {
  const tiny = await loadModel(nodeFolder(await tinyFolder(t, { inputIds: 'int32', timestep: 'float32' })));
  t.after(() => tiny.release());
  const [a, b] = await draw(tiny, ordinary);
  assert.deepEqual([a!.width, a!.height, a!.data.length], [96, 64, 3 * 96 * 64]);
  assert.notDeepEqual(a!.data, b!.data);
  assert.deepEqual((await draw(tiny, { ...ordinary, seeds: [2] }))[0], b);
  assert.notDeepEqual((await draw(tiny, { ...ordinary, prompt: 'dog' }))[0], a);
});

test('in half precision it is the same picture but for rounding', async t => {
  const pictures = [];
  for (const floats of ['float32', 'float16'] as const) {
    const tiny = await loadModel(nodeFolder(await tinyFolder(t, { floats })));
    t.after(() => tiny.release());
    pictures.push((await draw(tiny, ordinary))[0]!);
  }
  const away = difference(pictures[0]!.data, pictures[1]!.data);
  assert.ok(away > 0 && away < 1, `${away}`);
});

test('an encoder that gives a distribution is read by its mean', async t => {
  const pictures = [];
  for (const distribution of [false, true]) {
    const tiny = await loadModel(nodeFolder(await tinyFolder(t, { distribution })));
    t.after(() => tiny.release());
    const [picture] = await draw(tiny, ordinary);
    pictures.push(await draw(tiny, { ...ordinary, source: { picture: picture!, denoisingStrength: 0.4 } }));
  }
  assert.deepEqual(pictures[1], pictures[0]);
});

test('a U-Net distilled with guidance is told the scale', async t => {
  const tiny = await loadModel(nodeFolder(await tinyFolder(t, { guidanceWidth: 16 })));
  t.after(() => tiny.release());
  const pictures = await Promise.all(
    [2, 8].map(guidance => draw(tiny, { ...ordinary, guidance, sampler: 'lcm' })),
  );
  assert.notDeepEqual(pictures[0], pictures[1]);
});
