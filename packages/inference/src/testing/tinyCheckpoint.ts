import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { normals } from '../diffusion/random.ts';
import { createOnnxGraph, type OnnxGraph, type OnnxType } from '../upscale/onnxGraph.ts';

/*
 * A checkpoint with the shape of an ordinary Stable Diffusion export and random weights: 4 latent channels, cells of 8
 * pixels, 77 tokens, epsilon, a tokenizer of vocab.json and merges.txt alone. Its pictures show nothing; what matters is that each
 * network takes and gives what those of real exports do.
 */

export interface TinyOptions {
  floats?: 'float32' | 'float16';
  timestep?: 'int64' | 'float32';
  inputIds?: 'int32' | 'int64';
  /** The encoder gives mean and log variance, as newer exports do. */
  distribution?: boolean;
  /** A U-Net distilled with guidance, which is told the scale: width of the embedding. */
  guidanceWidth?: number;
  encoder?: boolean;
}

const CHANNELS = 4;
const CELL = 8;
const TEXT = 768;
const HIDDEN = 8;

export async function writeTinyCheckpoint(folder: string, options: TinyOptions = {}): Promise<void> {
  const files: Record<string, string | Uint8Array> = {
    'model_index.json': JSON.stringify({ _class_name: 'OnnxStableDiffusionPipeline' }),
    ...tokenizerFiles(),
    ...configFiles(options),
    'text_encoder/model.onnx': textEncoder(options),
    'unet/model.onnx': unet(options),
    'vae_decoder/model.onnx': decoder(options),
    ...(options.encoder === false ? {} : { 'vae_encoder/model.onnx': encoder(options) }),
  };
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, ...name.split('/'));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

/** CLIP's 256 byte letters, each also at the end of a word, two merges, and the two special tokens. */
function tokenizerFiles(): Record<string, string> {
  const letters = Array.from({ length: 256 }, (_, byte) => byteLetter(byte)).sort();
  const merges = ['c a', 'ca t</w>'];
  const merged = merges.map(pair => pair.replace(' ', ''));
  const tokens = [
    ...letters,
    ...letters.map(letter => `${letter}</w>`),
    ...merged,
    '<|startoftext|>',
    '<|endoftext|>',
  ];
  return {
    'tokenizer/vocab.json': JSON.stringify(Object.fromEntries(tokens.map((token, i) => [token, i]))),
    'tokenizer/merges.txt': `#version: 0.2\n${merges.join('\n')}\n`,
    'tokenizer/tokenizer_config.json': JSON.stringify({
      tokenizer_class: 'CLIPTokenizer',
      model_max_length: 77,
      bos_token: { content: '<|startoftext|>' },
      eos_token: { content: '<|endoftext|>' },
      pad_token: '<|endoftext|>',
    }),
  };
}

/** Printable bytes stand for themselves, the others for the letters from 256 on, in their order. */
function byteLetter(byte: number): string {
  const printable = (b: number) => (b >= 33 && b < 127) || (b >= 161 && b < 173) || b >= 174;
  if (printable(byte)) return String.fromCodePoint(byte);
  let before = 0;
  for (let b = 0; b < byte; b++) if (!printable(b)) before += 1;
  return String.fromCodePoint(256 + before);
}

function configFiles({ guidanceWidth }: TinyOptions): Record<string, string> {
  const vae = { latent_channels: CHANNELS, scaling_factor: 0.18215, block_out_channels: [8, 8, 8, 8] };
  return {
    'scheduler/scheduler_config.json': JSON.stringify({
      num_train_timesteps: 1000,
      beta_schedule: 'scaled_linear',
      beta_start: 0.00085,
      beta_end: 0.012,
      prediction_type: 'epsilon',
    }),
    'text_encoder/config.json': JSON.stringify({ max_position_embeddings: 77, hidden_size: TEXT }),
    'unet/config.json': JSON.stringify({
      in_channels: CHANNELS,
      sample_size: 16,
      cross_attention_dim: TEXT,
      block_out_channels: [8, 8],
      time_cond_proj_dim: guidanceWidth ?? null,
    }),
    'vae_decoder/config.json': JSON.stringify(vae),
    'vae_encoder/config.json': JSON.stringify(vae),
  };
}

const FLOAT = 1;
const HALF = 10;

/** Half-precision networks take and give half-precision numbers; inside they count in full. */
function widened(graph: OnnxGraph, name: string, type: OnnxType): string {
  return type === 'float32' ? name : graph.node('Cast', [name], [`${name}_full`], { to: FLOAT });
}

function narrowed(graph: OnnxGraph, name: string, output: string, type: OnnxType): void {
  if (type === 'float16') graph.node('Cast', [name], [output], { to: HALF });
  else graph.node('Identity', [name], [output]);
}

let streams = 0;
function weights(graph: OnnxGraph, name: string, dims: number[], scale: number): string {
  const count = dims.reduce((product, dim) => product * dim, 1);
  return graph.constant(
    name,
    dims,
    normals(7, streams++, count).map(value => value * scale),
  );
}

function textEncoder({ inputIds = 'int64', floats = 'float32' }: TinyOptions): Uint8Array {
  streams = 0;
  const graph = createOnnxGraph('tiny');
  const hidden = graph.node('Gather', [weights(graph, 'tokens', [516, TEXT], 0.3), 'input_ids'], ['vectors']);
  narrowed(graph, hidden, 'last_hidden_state', floats);
  return graph.build(
    [{ name: 'input_ids', type: inputIds, dims: ['batch', 'tokens'] }],
    [{ name: 'last_hidden_state', type: floats, dims: ['batch', 'tokens', TEXT] }],
  );
}

/** tanh(conv(latents) + time + mean of the text [+ guidance]), then a convolution back to the latents' channels. */
function unet({ floats = 'float32', timestep = 'int64', guidanceWidth }: TinyOptions): Uint8Array {
  streams = 10;
  const graph = createOnnxGraph('tiny');
  const scalars = graph.constant('as_scalar', [4], BigInt64Array.of(-1n, 1n, 1n, 1n));
  const columns = graph.constant('as_column', [4], BigInt64Array.of(-1n, BigInt(HIDDEN), 1n, 1n));
  const pads = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
  const sample = widened(graph, 'sample', floats);
  const first = weights(graph, 'first', [HIDDEN, CHANNELS, 3, 3], 0.2);
  let sum = graph.node('Conv', [sample, first], ['features'], pads);
  const time = graph.node('Cast', ['timestep'], ['time'], { to: FLOAT });
  const times = graph.node('Reshape', [time, scalars], ['times']);
  const clock = weights(graph, 'clock', [1, HIDDEN, 1, 1], 0.001);
  sum = graph.node('Add', [sum, graph.node('Mul', [times, clock], ['timed'])], ['with_time']);
  const text = widened(graph, 'encoder_hidden_states', floats);
  const mean = graph.node('ReduceMean', [text], ['mean'], { axes: [1], keepdims: 0 });
  const told = graph.node('MatMul', [mean, weights(graph, 'reading', [TEXT, HIDDEN], 0.2)], ['told']);
  sum = graph.node('Add', [sum, graph.node('Reshape', [told, columns], ['telling'])], ['with_text']);
  if (guidanceWidth) {
    const guidance = widened(graph, 'timestep_cond', floats);
    const led = graph.node(
      'MatMul',
      [guidance, weights(graph, 'leading', [guidanceWidth, HIDDEN], 0.2)],
      ['led'],
    );
    sum = graph.node('Add', [sum, graph.node('Reshape', [led, columns], ['lead'])], ['with_guidance']);
  }
  const bent = graph.node('Tanh', [sum], ['bent']);
  const last = weights(graph, 'last', [CHANNELS, HIDDEN, 3, 3], 0.2);
  narrowed(graph, graph.node('Conv', [bent, last], ['noise'], pads), 'out_sample', floats);
  const latents = ['batch', CHANNELS, 'height', 'width'];
  return graph.build(
    [
      { name: 'sample', type: floats, dims: latents },
      { name: 'timestep', type: timestep, dims: ['steps'] },
      { name: 'encoder_hidden_states', type: floats, dims: ['batch', 'tokens', TEXT] },
      ...(guidanceWidth
        ? [{ name: 'timestep_cond', type: floats, dims: ['batch', guidanceWidth] } as const]
        : []),
    ],
    [{ name: 'out_sample', type: floats, dims: latents }],
  );
}

function decoder({ floats = 'float32' }: TinyOptions): Uint8Array {
  streams = 20;
  const graph = createOnnxGraph('tiny');
  const kernel = weights(graph, 'kernel', [CHANNELS, 3, CELL, CELL], 0.1);
  const latents = widened(graph, 'latent_sample', floats);
  const planes = graph.node('ConvTranspose', [latents, kernel], ['planes'], {
    kernel_shape: [CELL, CELL],
    strides: [CELL, CELL],
  });
  narrowed(graph, graph.node('Tanh', [planes], ['bent']), 'sample', floats);
  return graph.build(
    [{ name: 'latent_sample', type: floats, dims: ['batch', CHANNELS, 'height', 'width'] }],
    [{ name: 'sample', type: floats, dims: ['batch', 3, 'height_out', 'width_out'] }],
  );
}

function encoder({ floats = 'float32', distribution }: TinyOptions): Uint8Array {
  streams = 30;
  const graph = createOnnxGraph('tiny');
  const mean = weights(graph, 'mean_kernel', [CHANNELS, 3, CELL, CELL], 0.1);
  const spread = weights(graph, 'spread_kernel', [CHANNELS, 3, CELL, CELL], 0.1);
  const shape = { kernel_shape: [CELL, CELL], strides: [CELL, CELL] };
  const pixels = widened(graph, 'sample', floats);
  let output = graph.node('Conv', [pixels, mean], ['mean'], shape);
  if (distribution) {
    const variance = graph.node('Conv', [pixels, spread], ['variance'], shape);
    output = graph.node('Concat', [output, variance], ['both'], { axis: 1 });
  }
  const name = distribution ? 'latent_parameters' : 'latent_sample';
  narrowed(graph, output, name, floats);
  return graph.build(
    [{ name: 'sample', type: floats, dims: ['batch', 3, 'height', 'width'] }],
    [{ name, type: floats, dims: ['batch', distribution ? 2 * CHANNELS : CHANNELS, 'h', 'w'] }],
  );
}
