/** The price of a job, behind one function. */
import type { Cents } from '../shared/cents.ts';
import { legacyImagePrice } from './legacyPrice.ts';
import type { ImageParams } from './params.ts';

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
  returnControlMap: boolean;
  postProcessing: readonly string[];
  loras: number;
  textualInversions: number;
}

/** Surcharges that do not depend on size or steps. */
const PER_LORA: Cents = 300;
const ANY_TEXTUAL_INVERSION: Cents = 100;

/** Reads off a request what its price depends on. */
export function pricedImageJob(
  params: ImageParams,
  source: { sourceImage: boolean; sourceMask: boolean; sourceProcessing: string },
): PricedImageJob {
  return {
    width: params.width,
    height: params.height,
    steps: params.steps,
    cfgScale: params.cfg_scale,
    sampler: params.sampler_name,
    karras: params.karras,
    hiresFix: params.hires_fix,
    sourceProcessing: source.sourceImage ? source.sourceProcessing : 'txt2img',
    sourceImage: source.sourceImage,
    sourceMask: source.sourceMask,
    denoisingStrength: params.denoising_strength ?? 1,
    controlType: params.control_type ?? null,
    returnControlMap: params.return_control_map,
    postProcessing: params.post_processing ?? [],
    loras: params.loras?.length ?? 0,
    textualInversions: params.tis?.length ?? 0,
  };
}

/** Cents of one job before the model multiplier. */
export function imageJobPrice(job: PricedImageJob): Cents {
  const picture = legacyImagePrice({
    width: job.width,
    height: job.height,
    steps: job.steps,
    postProcessors: job.postProcessing.length,
    control: job.controlType !== null,
    returnControlMap: job.returnControlMap,
  });
  return picture + PER_LORA * job.loras + (job.textualInversions > 0 ? ANY_TEXTUAL_INVERSION : 0);
}
