import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type InferenceSession, Tensor } from 'onnxruntime-common';
import type { CheckpointConfig } from './configs.ts';
import { cleanLatents, createDenoiser, guidanceEmbedding } from './guidance.ts';
import type { DiffusionModel } from './model.ts';

const floats = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 8, maxLength: 8 });
const near = (a: Float32Array, b: readonly number[], within = 1e-3) =>
  a.forEach((value, i) => {
    assert.ok(Math.abs(value - b[i]!) <= within, `${value}, not ${b[i]}`);
  });

test('whatever a network predicts, a perfect prediction leads back to the clean latents', () => {
  fc.assert(
    fc.property(floats, floats, fc.double({ min: 0.03, max: 60, noNaN: true }), (clean, noise, sigma) => {
      const x = Float32Array.from(clean, (value, i) => value + sigma * noise[i]!);
      const shrink = 1 / Math.sqrt(1 + sigma * sigma);
      const velocity = clean.map((value, i) => shrink * noise[i]! - sigma * shrink * value);
      near(cleanLatents('epsilon', Float32Array.from(noise), x, sigma), clean);
      near(cleanLatents('v_prediction', Float32Array.from(velocity), x, sigma), clean);
      near(cleanLatents('sample', Float32Array.from(clean), x, sigma), clean);
    }),
  );
});

interface Call {
  rows: number;
  timesteps: number[];
  condition: Tensor | undefined;
}

/** A U-Net that answers with the first number of each row's text, and remembers how it was asked. */
function model(calls: Call[], config: Partial<CheckpointConfig> = {}, inputs: string[] = []): DiffusionModel {
  const run = async (feeds: Record<string, Tensor>) => {
    const { sample, timestep, encoder_hidden_states: text } = feeds;
    const rows = sample!.dims[0]!;
    const size = sample!.size / rows;
    const told = text!.data as Float32Array;
    const output = new Float32Array(rows * size).map(
      (_, i) => told[Math.floor(i / size) * (told.length / rows)]!,
    );
    calls.push({
      rows,
      timesteps: Array.from(timestep!.data as BigInt64Array, Number),
      condition: feeds.timestep_cond,
    });
    return { out_sample: new Tensor('float32', output, sample!.dims) };
  };
  const unet = {
    inputNames: ['sample', 'timestep', 'encoder_hidden_states', ...inputs],
    outputNames: ['out_sample'],
    inputMetadata: [],
    run,
  } as unknown as InferenceSession;
  return {
    config: { prediction: 'sample', guidanceWidth: 0, ...config },
    levels: Float64Array.of(0.1, 1, 10),
    unet,
  } as DiffusionModel;
}

const shape = { count: 3, channels: 2, height: 2, width: 2 };
const text = (value: number) => ({ values: Float32Array.of(value), tokens: 1, width: 1 });

test('guidance goes from the negative prompt through the positive one, in one call for the whole batch', async () => {
  const calls: Call[] = [];
  const denoise = createDenoiser(model(calls), {
    positive: text(2),
    negative: text(0.5),
    scale: 4,
    ...shape,
  });
  const clean = await denoise(new Float32Array(24), 1.2);
  near(clean, Array(24).fill(0.5 + 4 * (2 - 0.5)));
  assert.deepEqual(calls, [{ rows: 6, timesteps: [1], condition: undefined }]);
});

test('a guidance of 1 asks for the positive prompt alone', async () => {
  const calls: Call[] = [];
  const denoise = createDenoiser(model(calls), {
    positive: text(2),
    negative: text(0.5),
    scale: 1,
    ...shape,
  });
  near(await denoise(new Float32Array(24), 9), Array(24).fill(2));
  assert.deepEqual(calls, [{ rows: 3, timesteps: [2], condition: undefined }]);
});

test('a distilled network is told the guidance instead', async () => {
  const calls: Call[] = [];
  const distilled = model(calls, { guidanceWidth: 8 }, ['timestep_cond']);
  const denoise = createDenoiser(distilled, { positive: text(2), negative: text(0.5), scale: 4, ...shape });
  near(await denoise(new Float32Array(24), 9), Array(24).fill(2));
  assert.equal(calls[0]?.rows, 3);
  assert.deepEqual(calls[0]?.condition?.dims, [3, 8]);
});

test('the embedding of no guidance is sines of 0, then cosines of 0', () => {
  assert.deepEqual([...guidanceEmbedding(1, 6)], [0, 0, 0, 1, 1, 1]);
});
