import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import sharp, { type ChannelStats } from 'sharp';
import { EngineError, type ImageTask, type Progress } from '../engine.ts';
import { temporaryFolder, tinyFolder } from '../testing/folders.ts';
import { createOnnxEngine } from './engine.ts';

const engine = createOnnxEngine();
after(() => engine.close());
const never = new AbortController().signal;
const nobody = () => {};

const task: ImageTask = {
  model: 'emoji-64',
  prompt: 'a red heart',
  negativePrompt: '',
  width: 64,
  height: 64,
  steps: 6,
  guidance: 5,
  sampler: 'k_euler_a',
  karras: true,
  seeds: [3],
};

test('it offers the shipped model under its own name, and only what it can do', async () => {
  const can = await engine.capabilities();
  assert.equal(can.models['emoji-64']?.baseline, 'openhorde_tiny');
  assert.ok(can.models['emoji-64']!.memoryBytes > 20e6);
  assert.deepEqual(can.samplers, ['k_euler', 'k_euler_a', 'k_dpmpp_2m', 'DDIM', 'lcm']);
  assert.deepEqual(can.postProcessors, ['RealESRGAN_x4plus']);
  assert.ok(can.img2img && can.inpainting && !can.tiling && !can.loras && !can.controlNet && !can.clipSkip);
  assert.ok(can.maxPixels >= 512 * 512 && can.maxBatch >= 4);
});

test('a batch comes as WebP of the size that was asked for, in order, with its seeds', async () => {
  const results = await engine.generate({ ...task, width: 320, height: 192, seeds: [7, 8] }, nobody, never);
  assert.deepEqual(
    results.map(({ seed, batchIndex, width, height }) => ({ seed, batchIndex, width, height })),
    [
      { seed: 7, batchIndex: 0, width: 320, height: 192 },
      { seed: 8, batchIndex: 1, width: 320, height: 192 },
    ],
  );
  for (const { image } of results) {
    const { format, width, height, exif, xmp } = await sharp(image).metadata();
    assert.deepEqual([format, width, height, exif, xmp], ['webp', 320, 192, undefined, undefined]);
  }
});

test('the same task gives the same bytes; image k of a batch is what its seed gives alone', async () => {
  const batch = await engine.generate(
    { ...task, width: 128, height: 128, seeds: [5, 6, 7, 8] },
    nobody,
    never,
  );
  const again = await engine.generate(
    { ...task, width: 128, height: 128, seeds: [5, 6, 7, 8] },
    nobody,
    never,
  );
  assert.deepEqual(again, batch);
  const [alone] = await engine.generate({ ...task, width: 128, height: 128, seeds: [7] }, nobody, never);
  assert.deepEqual(alone?.image, batch[2]?.image);
});

test('progress tells every step', async () => {
  const seen: Progress[] = [];
  await engine.generate(task, progress => seen.push(progress), never);
  const steps = seen.filter(({ stage }) => stage === 'generating').map(({ step }) => step);
  assert.deepEqual(steps, [1, 2, 3, 4, 5, 6]);
  assert.ok(seen.every(progress => progress.steps === 6));
  assert.equal(seen.at(-1)?.stage, 'decoding');
});

test('it stops between two steps when it is cancelled, and goes on with the next task', async () => {
  const abort = new AbortController();
  let last = 0;
  const run = engine.generate(
    task,
    ({ step }) => {
      last = step;
      if (step === 2) abort.abort();
    },
    abort.signal,
  );
  await assert.rejects(run, { name: 'AbortError' });
  assert.equal(last, 2);
  assert.equal((await engine.generate(task, nobody, never)).length, 1);
});

const png = (width: number, height: number, background: string, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background } }).png();

test('img2img starts from the source, whatever its size and format', async () => {
  const sourceImage = await png(300, 200, '#2244cc').jpeg().toBuffer();
  const [result] = await engine.generate({ ...task, sourceImage, denoisingStrength: 0.02 }, nobody, never);
  const { dominant } = await sharp(result!.image).stats();
  assert.ok(dominant.b > 150 && dominant.r < 100, JSON.stringify(dominant));
});

test('inpainting keeps what is black in the mask, or opaque where there is no mask', async () => {
  const upper = { left: 0, top: 0, width: 128, height: 64 };
  const black = await png(128, 64, 'black').toBuffer();
  const sourceMask = await png(128, 128, 'white')
    .composite([{ input: black, ...upper }])
    .png()
    .toBuffer();
  const green = await png(128, 64, '#00aa44').toBuffer();
  const holed = await png(128, 128, '#00000000', 4)
    .composite([{ input: green, ...upper }])
    .png()
    .toBuffer();
  const whole = await png(128, 128, '#00aa44').toBuffer();
  for (const source of [{ sourceImage: whole, sourceMask }, { sourceImage: holed }]) {
    const [result] = await engine.generate({ ...task, width: 128, height: 128, ...source }, nobody, never);
    const parts = await Promise.all(
      [upper, { ...upper, top: 64 }].map(
        async part =>
          (await sharp(await sharp(result!.image).extract(part).png().toBuffer()).stats()).channels,
      ),
    );
    const [kept, painted] = parts as [ChannelStats[], ChannelStats[]];
    assert.ok(
      Math.abs(kept[1]!.mean - 0xaa) < 3 && kept[1]!.stdev < 3,
      `kept ${kept[1]!.mean} ± ${kept[1]!.stdev}`,
    );
    assert.ok(Math.max(...painted.map(({ stdev }) => stdev)) > 10);
  }
});

test('RealESRGAN_x4plus makes the finished picture four times as large', async () => {
  const seen = new Set<string>();
  const [result] = await engine.generate(
    { ...task, postProcessing: ['RealESRGAN_x4plus'] },
    ({ stage }) => seen.add(stage),
    never,
  );
  assert.deepEqual([result?.width, result?.height], [256, 256]);
  assert.ok(seen.has('post-processing'));
});

const refusals: [what: string, change: Partial<ImageTask>, reason: string][] = [
  ['a model that is not there', { model: 'Deliberate' }, 'model_missing'],
  ['a sampler that it has not', { sampler: 'k_heun' }, 'unsupported'],
  ['tiling', { tiling: true }, 'unsupported'],
  ['clip skip', { clipSkip: 2 }, 'unsupported'],
  ['a post-processor without weights', { postProcessing: ['GFPGAN'] }, 'unsupported'],
  ['too large a picture', { width: 2048, height: 2048 }, 'unsupported'],
  ['too large a batch', { seeds: Array(99).fill(1) }, 'unsupported'],
  ['a seed that is no whole number', { seeds: [1.5] }, 'unsupported'],
  ['no steps', { steps: 0 }, 'unsupported'],
  ['a source that is no picture', { sourceImage: Buffer.from('hello') }, 'bad_source_image'],
];
for (const [what, change, reason] of refusals) {
  test(`refused with a reason: ${what}`, async () => {
    await assert.rejects(
      engine.generate({ ...task, ...change }, nobody, never),
      (error: unknown) => error instanceof EngineError && error.reason === reason,
    );
  });
}

test('a checkpoint that a user points at runs through the same code, at the size that is asked for', async t => {
  const own = createOnnxEngine({ modelFolders: [await tinyFolder(t)], threads: 1 });
  t.after(() => own.close());
  const can = await own.capabilities();
  assert.equal(can.models.tiny?.baseline, 'stable_diffusion_1');
  const [result] = await own.generate({ ...task, model: 'tiny', width: 192, height: 128 }, nobody, never);
  assert.deepEqual([result?.width, result?.height], [192, 128]);
  await assert.rejects(
    own.generate({ ...task, model: 'tiny', width: 100 }, nobody, never),
    /multiples of 16/,
  );
  assert.equal((await own.generate(task, nobody, never)).length, 1);
});

test('a folder of checkpoints offers those that can be run and tells about the others', async t => {
  const folder = path.dirname(await tinyFolder(t));
  await mkdir(path.join(folder, 'notes'));
  const broken = path.dirname(await tinyFolder(t, { encoder: false }));
  const skipped: string[] = [];
  const own = createOnnxEngine({ modelFolders: [folder, broken], onSkipped: text => skipped.push(text) });
  const can = await own.capabilities();
  assert.deepEqual(Object.keys(can.models), ['emoji-64', 'tiny']);
  assert.match(skipped.join(), /a model named tiny is there already/);
});

test('without an encoder there is no img2img', async t => {
  const own = createOnnxEngine({ modelFolders: [await tinyFolder(t, { encoder: false })] });
  t.after(() => own.close());
  assert.equal((await own.capabilities()).img2img, false);
  const sourceImage = await png(64, 64, 'red').toBuffer();
  await assert.rejects(own.generate({ ...task, model: 'tiny', sourceImage }, nobody, never), /no encoder/);
});

test('a folder without a checkpoint is told with its name', async t => {
  const folder = await temporaryFolder(t);
  const own = createOnnxEngine({ modelFolders: [folder] });
  await assert.rejects(own.capabilities(), {
    reason: 'model_missing',
    message: `There is no model folder in ${folder}`,
  });
});
