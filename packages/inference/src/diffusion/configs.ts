import { type ModelFolder, ModelFolderError, numberIn, numbersIn, readJson } from './modelFolder.ts';
import type { TrainingNoise } from './noiseSchedule.ts';

/** What a network's output means: the noise, the velocity (arXiv 2202.00512) or the clean latents. */
export type Prediction = 'epsilon' | 'v_prediction' | 'sample';

/** What the configuration files of a checkpoint say, with the defaults of Stable Diffusion 1. */
export interface CheckpointConfig {
  noise: TrainingNoise;
  prediction: Prediction;
  latentChannels: number;
  /** Width of a latent cell in pixels: 8 for Stable Diffusion. */
  cellPixels: number;
  /** latents for the U-Net = (encoded - shift) * scaling */
  scaling: number;
  shift: number;
  /** Tokens that the text encoder takes at once, start and end included. */
  textTokens: number;
  /** Side of the square pictures that it was trained on, pixels. */
  trainedPixels: number;
  /** Width and height must be multiples of this, pixels. */
  stepPixels: number;
  /** Width of the guidance embedding of a distilled U-Net (`timestep_cond`), 0 for ordinary ones. */
  guidanceWidth: number;
  /** Width of a text vector; tells the families of Stable Diffusion apart. */
  textWidth: number | undefined;
  /** What memory depends on: channels of the first levels, and where and how widely the U-Net attends to itself. */
  unetChannels: number;
  decoderChannels: number;
  /** The first level with attention sees latents 2^this times smaller each way. */
  attentionLevel: number;
  attentionHeads: number;
}

/**
 * @throws ModelFolderError for checkpoints that need what this code does not do: a second text encoder, inputs beside
 * the latents, an unknown noise schedule
 */
export async function readConfig(folder: ModelFolder): Promise<CheckpointConfig> {
  const read = (path: string) => readJson(folder, path);
  const [scheduler, unet, decoder, text, tokenizer, second] = await Promise.all([
    read('scheduler/scheduler_config.json'),
    read('unet/config.json'),
    read('vae_decoder/config.json'),
    read('text_encoder/config.json'),
    read('tokenizer/tokenizer_config.json'),
    read('text_encoder_2/config.json'),
  ]);
  if (second) throw new ModelFolderError('Checkpoints with a second text encoder (SDXL) are not supported');
  const unetLevels = numbersIn(unet, 'block_out_channels') ?? [320, 640, 1280, 1280];
  const decoderLevels = numbersIn(decoder, 'block_out_channels') ?? [128, 256, 512, 512];
  const latentChannels = numberIn(decoder, 'latent_channels') ?? 4;
  const inputs = numberIn(unet, 'in_channels') ?? latentChannels;
  if (inputs !== latentChannels)
    throw new ModelFolderError(`The U-Net takes ${inputs} channels and the latents have ${latentChannels}`);
  const cellPixels = 2 ** (decoderLevels.length - 1);
  return {
    noise: trainingNoise(scheduler ?? {}),
    prediction: predictionOf(scheduler?.prediction_type ?? 'epsilon'),
    latentChannels,
    cellPixels,
    scaling: numberIn(decoder, 'scaling_factor') ?? 0.18215,
    shift: numberIn(decoder, 'shift_factor') ?? 0,
    textTokens: numberIn(text, 'max_position_embeddings') ?? numberIn(tokenizer, 'model_max_length') ?? 77,
    trainedPixels: (numberIn(unet, 'sample_size') ?? 64) * cellPixels,
    stepPixels: cellPixels * 2 ** (unetLevels.length - 1),
    guidanceWidth: numberIn(unet, 'time_cond_proj_dim') ?? 0,
    textWidth: numberIn(unet, 'cross_attention_dim') ?? numberIn(text, 'hidden_size'),
    unetChannels: unetLevels[0] ?? 320,
    decoderChannels: decoderLevels[0] ?? 128,
    attentionLevel: attentionLevel(unet?.down_block_types),
    // Named so in diffusers, but for Stable Diffusion 1 the number of heads.
    attentionHeads: numberIn(unet, 'attention_head_dim') ?? 8,
  };
}

function trainingNoise(scheduler: Record<string, unknown>): TrainingNoise {
  const betaSchedule = scheduler.beta_schedule ?? 'scaled_linear';
  if (betaSchedule !== 'linear' && betaSchedule !== 'scaled_linear' && betaSchedule !== 'squaredcos_cap_v2')
    throw new ModelFolderError(`The noise schedule ${String(betaSchedule)} is not known`);
  const trainedBetas = numbersIn(scheduler, 'trained_betas');
  return {
    timesteps: trainedBetas?.length ?? numberIn(scheduler, 'num_train_timesteps') ?? 1000,
    betaSchedule,
    betaStart: numberIn(scheduler, 'beta_start') ?? 0.00085,
    betaEnd: numberIn(scheduler, 'beta_end') ?? 0.012,
    zeroTerminalSnr: scheduler.rescale_betas_zero_snr === true,
    ...(trainedBetas ? { trainedBetas } : {}),
  };
}

function attentionLevel(blocks: unknown): number {
  const at = Array.isArray(blocks) ? blocks.findIndex(block => String(block).includes('Attn')) : 0;
  return Math.max(0, at);
}

function predictionOf(type: unknown): Prediction {
  if (type === 'epsilon' || type === 'v_prediction' || type === 'sample') return type;
  throw new ModelFolderError(`The prediction type ${String(type)} is not known`);
}
