/** The payload of a worker's job (http-api-image §5.4). */
import { setKeys } from '../shared/setKeys.ts';
import type { ImageParams } from './params.ts';

/** Keys that are there only when the request set them. */
const WHEN_SET = [
  'denoising_strength',
  'hires_fix_denoising_strength',
  'post_processing',
  'clip_skip',
  'facefixer_strength',
  'loras',
  'tis',
  'special',
  'workflow',
  'control_type',
  'extra_texts',
  'batch_index',
  'scheduler',
] as const satisfies readonly (keyof ImageParams)[];

/** The part of the payload that all jobs of a request share; stored with it. */
export type ImagePayloadTemplate = Pick<
  ImageParams,
  | 'sampler_name'
  | 'cfg_scale'
  | 'height'
  | 'width'
  | 'karras'
  | 'tiling'
  | 'hires_fix'
  | 'image_is_control'
  | 'return_control_map'
  | 'transparent'
  | (typeof WHEN_SET)[number]
> & { prompt: string; ddim_steps: number; use_nsfw_censor?: true };

/** What goes out with one pop. */
export type ImagePayload = ImagePayloadTemplate & { seed: string; n_iter: number };

/** The payload of an answer without work: the declared defaults and nothing else. */
export const EMPTY_PAYLOAD = {
  sampler_name: 'k_euler_a',
  cfg_scale: 7.5,
  height: 512,
  width: 512,
  karras: false,
  tiling: false,
  hires_fix: false,
  image_is_control: false,
  return_control_map: false,
  transparent: false,
  ddim_steps: 30,
  n_iter: 1,
} as const;

/** Makes the template of a request: `steps` becomes `ddim_steps`; count, seed and variation stay behind. */
export function imagePayloadTemplate(
  prompt: string,
  params: ImageParams,
  { nsfw, censorNsfw }: { nsfw: boolean; censorNsfw: boolean },
): ImagePayloadTemplate {
  return {
    prompt,
    sampler_name: params.sampler_name,
    cfg_scale: params.cfg_scale,
    height: params.height,
    width: params.width,
    karras: params.karras,
    tiling: params.tiling,
    hires_fix: params.hires_fix,
    image_is_control: params.image_is_control,
    return_control_map: params.return_control_map,
    transparent: params.transparent,
    ddim_steps: params.steps,
    ...setKeys(params, WHEN_SET),
    ...(!nsfw && censorNsfw && { use_nsfw_censor: true as const }),
  };
}

/**
 * Completes a template for a batch: all its jobs get the same seed, and find their own by their place in it.
 * @param first place of its first image among all images of the request, for workers that go on from there
 */
export function imagePayload(
  template: ImagePayloadTemplate,
  seed: number,
  batchSize: number,
  first = 0,
): ImagePayload {
  return { ...template, seed: String(seed), n_iter: batchSize, ...(first > 0 && { batch_index: first }) };
}
