/** What the price network sees of a job. */
import { CONTROL_TYPES } from '@openhorde/contract';

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
  /** Counts only where the network does not know the job. */
  returnControlMap: boolean;
  postProcessing: readonly string[];
  loras: number;
  textualInversions: number;
}

/** The part that the network prices; the rest is surcharges. */
export type NetworkJob = Omit<PricedImageJob, 'loras' | 'textualInversions' | 'returnControlMap'>;

/** Samplers with a price of their own. Every other one is priced like k_euler, as in the table. */
const SAMPLERS = [
  'k_euler',
  'k_euler_a',
  'k_lms',
  'k_heun',
  'k_dpm_2',
  'k_dpm_2_a',
  'k_dpm_fast',
  'k_dpm_adaptive',
  'k_dpmpp_2s_a',
  'k_dpmpp_2m',
  'k_dpmpp_sde',
  'uni_pc',
];

const CONTROLS: readonly string[] = CONTROL_TYPES;

/** Remix counts as img2img. */
const PROCESSINGS = ['txt2img', 'img2img', 'inpainting', 'outpainting'];

const POST_PROCESSORS = [
  '4x_AnimeSharp',
  'CodeFormers',
  'GFPGAN',
  'NMKD_Siax',
  'RealESRGAN_x2plus',
  'RealESRGAN_x4plus',
  'RealESRGAN_x4plus_anime_6B',
  'strip_background',
];

/** The ranges that the table covers. Sizes in pixels. */
const SIDE = { min: 64, max: 3072 };
const STEPS = { min: 1, max: 500 };
/** The table ends here; dearer values of it are no more work. */
const CFG_SCALE_MAX = 30;

const within = (value: number, { min, max }: { min: number; max: number }) => value >= min && value <= max;

/** Where each group of inputs starts. */
const SAMPLER_AT = 10;
const CONTROL_AT = SAMPLER_AT + SAMPLERS.length;
const PROCESSING_AT = CONTROL_AT + 1 + CONTROLS.length;
const POST_PROCESSING_AT = PROCESSING_AT + PROCESSINGS.length;

/** Number of inputs of the network. */
export const FEATURE_COUNT = POST_PROCESSING_AT + POST_PROCESSORS.length;

const indexOrFirst = (names: readonly string[], name: string) => Math.max(0, names.indexOf(name));

/**
 * The inputs of the network for a job, or `undefined` when the network cannot know it: a size or number of steps
 * beyond the table, a control type or post-processor that it lacks (all the newer ones: rules-kudos §1.2).
 */
export function priceFeatures(job: NetworkJob): Float64Array | undefined {
  if (!within(job.width, SIDE) || !within(job.height, SIDE) || !within(job.steps, STEPS)) return undefined;
  const control = job.controlType !== null;
  const controlIndex = job.controlType === null ? 0 : 1 + CONTROLS.indexOf(job.controlType);
  if (control && controlIndex === 0) return undefined;

  const features = new Float64Array(FEATURE_COUNT);
  const strength = job.sourceImage ? job.denoisingStrength : 1;
  features[0] = job.height / 1024;
  features[1] = job.width / 1024;
  features[2] = job.steps / 100;
  features[3] = Math.min(job.cfgScale, CFG_SCALE_MAX) / 30;
  features[4] = control ? 1 : strength;
  features[5] = control ? strength : 1;
  features[6] = Number(job.karras);
  features[7] = Number(job.hiresFix);
  features[8] = Number(job.sourceImage);
  features[9] = Number(job.sourceMask);

  const sampler = job.sampler === 'uni_pc_bh2' ? 'uni_pc' : job.sampler;
  features[SAMPLER_AT + indexOrFirst(SAMPLERS, sampler)] = 1;
  features[CONTROL_AT + controlIndex] = 1;
  const processing = job.sourceProcessing === 'remix' ? 'img2img' : job.sourceProcessing;
  features[PROCESSING_AT + indexOrFirst(PROCESSINGS, job.sourceImage ? processing : 'txt2img')] = 1;
  for (const name of job.postProcessing) {
    const index = POST_PROCESSORS.indexOf(name);
    if (index < 0) return undefined;
    features[POST_PROCESSING_AT + index]! += 1;
  }
  return features;
}
