import { type EngineCapabilities, EngineError, type ImageTask } from '@openhorde/inference/engine';
import { type GenerationMetadata, type PopAnswer, splitPrompt } from '@openhorde/sdk';
import { baseSeed, batchSeeds } from './seeds.ts';
import type { Sources } from './sourceImages.ts';

/** hires_fix composes at 512 first, so it does nothing for a picture that is no larger on one side (SD 1). */
const HIRES_FROM = 512;

/**
 * Translates a popped job into a task for the engine (spec `worker.md` §4.2, `worker-inference.md` §1.1).
 * A job that needs a source image and has no usable one becomes text-to-image, which its metadata tells.
 * @throws EngineError `unsupported` for what this engine cannot do: half a wish is worse than another worker
 */
export function imageTaskOf(
  answer: PopAnswer,
  sources: Sources,
  capabilities: EngineCapabilities,
  random: () => number,
): { task: ImageTask; metadata: GenerationMetadata[] } {
  const { payload } = answer;
  const { positive, negative } = splitPrompt(payload.prompt ?? '');
  const painting = answer.source_processing === 'inpainting' || answer.source_processing === 'outpainting';
  const metadata = [...sources.metadata];
  if (painting && !sources.image && metadata.length === 0) {
    metadata.push({ type: 'source_image', value: 'parse_failed', ref: 'source_image' });
  }
  const task: ImageTask = {
    model: answer.model ?? '',
    prompt: positive,
    negativePrompt: negative,
    width: payload.width ?? 512,
    height: payload.height ?? 512,
    steps: payload.ddim_steps ?? 30,
    guidance: payload.cfg_scale ?? 7.5,
    sampler: payload.sampler_name ?? 'k_euler_a',
    karras: payload.karras ?? false,
    seeds: batchSeeds(baseSeed(payload.seed, random), answer.ids.length, payload.batch_index),
  };
  if (payload.clip_skip) task.clipSkip = payload.clip_skip;
  if (payload.tiling) task.tiling = true;
  if (payload.post_processing?.length) task.postProcessing = payload.post_processing;
  if (sources.image) {
    task.sourceImage = sources.image;
    if (sources.mask) task.sourceMask = sources.mask;
    if (payload.denoising_strength) task.denoisingStrength = payload.denoising_strength;
  }
  const missing = unsupported(answer, task, painting, capabilities);
  if (missing !== null) throw new EngineError('unsupported', `This worker cannot do ${missing}`);
  return { task, metadata };
}

function unsupported(
  { payload, source_processing, extra_source_images }: PopAnswer,
  task: ImageTask,
  painting: boolean,
  can: EngineCapabilities,
): string | null {
  if (!Object.hasOwn(can.models, task.model)) return `the model ${task.model}`;
  if (!can.samplers.includes(task.sampler)) return `the sampler ${task.sampler}`;
  const processor = task.postProcessing?.find(name => !can.postProcessors.includes(name));
  if (processor !== undefined) return processor;
  if (task.tiling && !can.tiling) return 'tiling';
  if ((task.clipSkip ?? 1) > 1 && !can.clipSkip) return 'clip_skip';
  if (task.sourceImage && !(painting ? can.inpainting : can.img2img)) return source_processing;
  if (payload.hires_fix && !painting && task.width > HIRES_FROM && task.height > HIRES_FROM)
    return 'hires_fix';
  if (payload.control_type) return 'ControlNet';
  if (payload.loras?.length) return 'LoRAs';
  if (payload.tis?.length) return 'textual inversions';
  if (payload.workflow) return `the workflow ${payload.workflow}`;
  if (payload.transparent) return 'transparency';
  if (source_processing === 'remix' || extra_source_images?.length) return 'remix';
  return null;
}
