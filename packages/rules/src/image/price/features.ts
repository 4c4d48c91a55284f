/** What the price network sees of a job: 46 numbers, in the order of its first layer. */
import { UPSCALERS } from '@openhorde/contract';

/** What the price of one job depends on. */
export interface PricedImageJob {
  width: number;
  height: number;
  /** As requested, not doubled. */
  steps: number;
  cfgScale: number;
  sampler: string;
  karras: boolean;
  hiresFix: boolean;
  /** txt2img, img2img, inpainting, outpainting or remix. */
  sourceProcessing: string;
  sourceImage: boolean;
  sourceMask: boolean;
  /** Counts only with a source image. */
  denoisingStrength: number;
  controlType: string | null;
  postProcessing: readonly string[];
  loras: number;
  textualInversions: number;
}

const SAMPLERS = [
  'k_dpm_2',
  'k_dpm_2_a',
  'k_dpm_adaptive',
  'k_dpm_fast',
  'k_dpmpp_2m',
  'k_dpmpp_2s_a',
  'k_dpmpp_sde',
  'k_euler',
  'k_euler_a',
  'k_heun',
  'k_lms',
];

/** The table prices every other sampler like this one. */
const SAMPLER_OF_THE_REST = 'k_euler';

/** The table prices these by twice their steps. */
const DOUBLE_SAMPLERS: ReadonlySet<string> = new Set([
  'k_heun',
  'k_dpm_2',
  'k_dpm_2_a',
  'k_dpmpp_2s_a',
  'k_dpmpp_sde',
  'k_dpm_adaptive',
]);

const CONTROL_TYPES = [
  'canny',
  'depth',
  'fakescribbles',
  'hed',
  'hough',
  'normal',
  'openpose',
  'scribble',
  'seg',
];

const POST_PROCESSORS = [
  'RealESRGAN_x4plus',
  'RealESRGAN_x2plus',
  'RealESRGAN_x4plus_anime_6B',
  'NMKD_Siax',
  '4x_AnimeSharp',
  'GFPGAN',
  'CodeFormers',
  'strip_background',
];

const UPSCALER_NAMES: ReadonlySet<string> = new Set(UPSCALERS);

/** The post-processor of the table that does about the same work. */
function nearestPostProcessor(name: string): string {
  if (POST_PROCESSORS.includes(name)) return name;
  if (UPSCALER_NAMES.has(name)) return name.startsWith('2x') ? 'RealESRGAN_x2plus' : 'RealESRGAN_x4plus';
  return name === 'RestoreFormer' ? 'CodeFormers' : 'GFPGAN';
}

const bit = (value: boolean) => (value ? 1 : 0);
const oneOf = (names: readonly string[], name: string | null) => names.map(each => bit(each === name));

/** Megapixels (of 1024²), hundreds of steps, their product, and what is on or off. */
export function priceFeatures(job: PricedImageJob): number[] {
  const area = (job.width * job.height) / 1024 ** 2;
  const steps = job.steps / 100;
  const doneSteps = steps * (DOUBLE_SAMPLERS.has(job.sampler) ? 2 : 1);
  const work = area * doneSteps;
  const control = CONTROL_TYPES.includes(job.controlType ?? '');
  const strength = job.sourceImage ? job.denoisingStrength : 1;
  const sampler = SAMPLERS.includes(job.sampler) ? job.sampler : SAMPLER_OF_THE_REST;
  const postProcessing = job.postProcessing.map(nearestPostProcessor);
  return [
    job.width / 1024,
    job.height / 1024,
    area,
    steps,
    job.cfgScale / 30,
    control ? 1 : strength,
    control ? strength : 1,
    bit(job.karras),
    bit(job.hiresFix),
    bit(job.sourceImage),
    bit(job.sourceMask),
    doneSteps,
    work,
    work * area,
    bit(job.hiresFix) * work,
    bit(control) * work,
    ...oneOf(SAMPLERS, sampler),
    ...oneOf(CONTROL_TYPES, job.controlType),
    bit(job.sourceProcessing === 'inpainting'),
    bit(job.sourceProcessing === 'outpainting'),
    ...POST_PROCESSORS.map(name => postProcessing.filter(each => each === name).length),
  ];
}
