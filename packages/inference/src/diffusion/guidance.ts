import type { Tensor } from 'onnxruntime-common';
import type { Prediction } from './configs.ts';
import type { DiffusionModel } from './model.ts';
import { timestepOf } from './noiseSchedule.ts';
import { floatsOf, floatTensor, inputOf, numberTensor } from './tensor.ts';
import type { EncodedText } from './textEncoding.ts';

export interface Guidance {
  positive: EncodedText;
  negative: EncodedText;
  /** 1: the negative prompt does not count, and the U-Net is asked once instead of twice. */
  scale: number;
  /** Pictures of the batch, and the size of their latents. */
  count: number;
  channels: number;
  height: number;
  width: number;
}

/**
 * The network as samplers see it: noisy latents [count, C, H, W] and their noise level -> estimated clean latents.
 *
 * Classifier-free guidance (arXiv 2207.12598): estimate = negative + scale * (positive - negative), both from one call
 * with 2 * count latents. A U-Net that was distilled with guidance gets the scale as an embedding instead.
 */
export function createDenoiser(
  model: DiffusionModel,
  guidance: Guidance,
): (x: Float32Array, sigma: number) => Promise<Float32Array> {
  const { unet, levels, config } = model;
  const { count, channels, height, width, scale } = guidance;
  const distilled = config.guidanceWidth > 0 && unet.inputNames.includes('timestep_cond');
  const twice = scale !== 1 && !distilled;
  const size = count * channels * height * width;
  const rows = twice ? 2 * count : count;
  const sample = inputOf(unet, 'sample')?.type === 'float16' ? 'float16' : 'float32';
  const timestep = inputOf(unet, 'timestep') ?? { type: 'int64' as const, rank: 1 };
  const texts = Array.from({ length: rows }, (_, i) => (i < count ? guidance.positive : guidance.negative));
  const hidden = textTensor(model, texts);
  const outputName = unet.outputNames[0]!;

  return async (x, sigma) => {
    const input = new Float32Array(rows * (size / count));
    const shrink = 1 / Math.sqrt(sigma * sigma + 1);
    for (let i = 0; i < size; i++) input[i] = x[i]! * shrink;
    if (twice) input.copyWithin(size, 0, size);
    const feeds: Record<string, Tensor> = {
      sample: floatTensor(sample, input, [rows, channels, height, width]),
      timestep: numberTensor(timestep.type, [timestepOf(levels, sigma)], timestep.rank === 0 ? [] : [1]),
      encoder_hidden_states: hidden,
    };
    if (distilled) feeds.timestep_cond = guidanceTensor(model, scale, rows);
    const output = floatsOf((await unet.run(feeds))[outputName]!);
    const guided = new Float32Array(size);
    if (twice) {
      for (let i = 0; i < size; i++) guided[i] = output[size + i]! + scale * (output[i]! - output[size + i]!);
    } else {
      guided.set(output);
    }
    return cleanLatents(config.prediction, guided, x, sigma);
  };
}

/** The network's output, the latents that it saw (not scaled) and their noise level -> clean latents. Changes `output`. */
export function cleanLatents(
  prediction: Prediction,
  output: Float32Array,
  x: Float32Array,
  sigma: number,
): Float32Array {
  switch (prediction) {
    case 'sample':
      return output;
    case 'epsilon':
      for (let i = 0; i < output.length; i++) output[i] = x[i]! - sigma * output[i]!;
      return output;
    case 'v_prediction': {
      const kept = 1 / (sigma * sigma + 1);
      const taken = sigma * Math.sqrt(kept);
      for (let i = 0; i < output.length; i++) output[i] = kept * x[i]! - taken * output[i]!;
      return output;
    }
  }
}

function textTensor({ unet }: DiffusionModel, texts: readonly EncodedText[]): Tensor {
  const { tokens, width } = texts[0]!;
  const values = new Float32Array(texts.length * tokens * width);
  for (const [i, text] of texts.entries()) values.set(text.values, i * tokens * width);
  const type = inputOf(unet, 'encoder_hidden_states')?.type === 'float16' ? 'float16' : 'float32';
  return floatTensor(type, values, [texts.length, tokens, width]);
}

function guidanceTensor({ unet, config }: DiffusionModel, scale: number, rows: number): Tensor {
  const one = guidanceEmbedding(scale, config.guidanceWidth);
  const values = new Float32Array(rows * one.length);
  for (let row = 0; row < rows; row++) values.set(one, row * one.length);
  const type = inputOf(unet, 'timestep_cond')?.type === 'float16' ? 'float16' : 'float32';
  return floatTensor(type, values, [rows, one.length]);
}

/** Sines, then cosines of 1000 * (scale - 1) at falling frequencies: how distilled models are told the guidance. */
export function guidanceEmbedding(scale: number, width: number): Float32Array {
  const half = width >> 1;
  const embedding = new Float32Array(width);
  for (let i = 0; i < half; i++) {
    const angle = 1000 * (scale - 1) * Math.exp((-Math.log(10_000) * i) / (half - 1));
    embedding[i] = Math.sin(angle);
    embedding[half + i] = Math.cos(angle);
  }
  return embedding;
}
