import { setKeys } from '../shared/setKeys.ts';

/** What a request for images asks for once defaults have taken effect, and how much work that is. */

export interface LoraParam {
  name: string;
  model: number;
  clip: number;
  is_version: boolean;
  inject_trigger?: string;
}

export interface TextualInversionParam {
  name: string;
  strength: number;
  inject_ti?: string;
}

export interface ExtraText {
  text: string;
  reference: string;
}

/** `params` of a request as the schema let it pass; absent keys take their effective default. */
export interface ImageParamsInput {
  sampler_name?: string | undefined;
  cfg_scale?: number | undefined;
  denoising_strength?: number | undefined;
  hires_fix_denoising_strength?: number | undefined;
  height?: number | undefined;
  width?: number | undefined;
  seed?: string | undefined;
  seed_variation?: number | undefined;
  batch_index?: number | undefined;
  post_processing?: readonly string[] | undefined;
  karras?: boolean | undefined;
  /** Noise schedule; goes before `karras`. */
  scheduler?: string | undefined;
  tiling?: boolean | undefined;
  hires_fix?: boolean | undefined;
  clip_skip?: number | undefined;
  control_type?: string | null | undefined;
  image_is_control?: boolean | undefined;
  return_control_map?: boolean | undefined;
  facefixer_strength?: number | undefined;
  loras?: readonly (Partial<LoraParam> & { name: string })[] | undefined;
  tis?: readonly (Partial<TextualInversionParam> & { name: string })[] | undefined;
  special?: Readonly<Record<string, unknown>> | undefined;
  workflow?: string | undefined;
  transparent?: boolean | undefined;
  extra_texts?: readonly Partial<ExtraText>[] | undefined;
  /** Not in the published schema; refused together with `return_control_map`. */
  init_as_image?: boolean | undefined;
  steps?: number | undefined;
  n?: number | undefined;
}

/** `params` with every default in place. Keys that mean something only when set stay optional. */
export interface ImageParams {
  sampler_name: string;
  cfg_scale: number;
  height: number;
  width: number;
  karras: boolean;
  tiling: boolean;
  hires_fix: boolean;
  image_is_control: boolean;
  return_control_map: boolean;
  transparent: boolean;
  steps: number;
  n: number;
  /** Noise schedule that `karras` cannot say. */
  scheduler?: string;
  seed?: string;
  seed_variation?: number;
  /** Only this image of the batch that the seed makes, counted from 0. */
  batch_index?: number;
  denoising_strength?: number;
  hires_fix_denoising_strength?: number;
  post_processing?: readonly string[];
  clip_skip?: number;
  facefixer_strength?: number;
  loras?: readonly LoraParam[];
  tis?: readonly TextualInversionParam[];
  special?: Readonly<Record<string, unknown>>;
  workflow?: string;
  control_type?: string;
  extra_texts?: readonly ExtraText[];
}

/** Steps that a control type leaves at most; more are silently cut. */
const CONTROL_STEPS_MAX = 40;

const withLoraDefaults = ({
  name,
  model = 1,
  clip = 1,
  is_version = false,
  inject_trigger,
}: Partial<LoraParam> & { name: string }): LoraParam => ({
  name,
  model,
  clip,
  is_version,
  ...setKeys({ inject_trigger }, ['inject_trigger']),
});

/** Schedules that every worker is told by `karras` alone. */
const SAID_BY_KARRAS: ReadonlySet<string> = new Set(['karras', 'normal']);

/** Fills in the effective defaults (http-api-image §1.2), which differ from the documented ones. */
export function effectiveImageParams(input: ImageParamsInput): ImageParams {
  const control = input.control_type !== undefined && input.control_type !== null;
  const steps = input.steps ?? (control ? 20 : 30);
  return {
    sampler_name: input.sampler_name ?? 'k_euler_a',
    cfg_scale: input.cfg_scale ?? 5,
    height: input.height ?? 512,
    width: input.width ?? 512,
    karras: input.scheduler === undefined ? (input.karras ?? true) : input.scheduler === 'karras',
    tiling: input.tiling ?? false,
    hires_fix: input.hires_fix ?? false,
    image_is_control: input.image_is_control ?? false,
    return_control_map: input.return_control_map ?? false,
    transparent: input.transparent ?? false,
    steps: control ? Math.min(steps, CONTROL_STEPS_MAX) : steps,
    n: input.n ?? 1,
    ...(input.scheduler !== undefined &&
      !SAID_BY_KARRAS.has(input.scheduler) && { scheduler: input.scheduler }),
    ...setKeys(input, [
      'seed',
      'seed_variation',
      'batch_index',
      'denoising_strength',
      'hires_fix_denoising_strength',
      'post_processing',
      'clip_skip',
      'facefixer_strength',
      'special',
      'workflow',
      'control_type',
    ]),
    ...(input.extra_texts?.length && {
      extra_texts: input.extra_texts.map(({ text = '', reference = '' }) => ({ text, reference })),
    }),
    ...(input.loras && { loras: input.loras.map(withLoraDefaults) }),
    ...(input.tis && { tis: input.tis.map(({ strength = 1, ...ti }) => ({ strength, ...ti })) }),
  };
}

/** Samplers that look at the picture twice in each step. */
const SECOND_ORDER_SAMPLERS: ReadonlySet<string> = new Set([
  'k_heun',
  'k_dpm_2',
  'k_dpm_2_a',
  'k_dpmpp_2s_a',
  'k_dpmpp_sde',
]);

/** Steps as work: twice for samplers of second order, always 40 for the adaptive one (rules-jobs §1.4). */
export function accurateSteps(sampler: string, steps: number): number {
  if (sampler === 'k_dpm_adaptive') return 40;
  return SECOND_ORDER_SAMPLERS.has(sampler) ? steps * 2 : steps;
}

/** Work of one job, in pixelsteps. */
export function imageThings({
  width,
  height,
  sampler_name,
  steps,
}: Pick<ImageParams, 'width' | 'height' | 'sampler_name' | 'steps'>): number {
  return width * height * accurateSteps(sampler_name, steps);
}

/** Pixelsteps of a megapixelstep, the unit that people see. */
export const IMAGE_DIVISOR = 1_000_000;
