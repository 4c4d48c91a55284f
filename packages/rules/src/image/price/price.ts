/** The price of a job for an image, behind one function. */
import { type Cents, toCents } from '../../shared/cents.ts';
import type { ImageParams } from '../params.ts';
import { effectiveSourceProcessing } from '../request.ts';
import { type PricedImageJob, priceFeatures } from './features.ts';
import { legacyImagePrice } from './legacyPrice.ts';
import { predictKudos } from './network.ts';

/** Surcharges that do not depend on size or steps. */
const PER_LORA: Cents = 300;
const ANY_TEXTUAL_INVERSION: Cents = 100;

/** No job costs less, whatever the network makes of it. The cheapest of the price table costs 1.47. */
const LEAST_PRICE: Cents = 100;

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
    sourceProcessing: effectiveSourceProcessing(source),
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

/** What the network cannot know costs what it did before there was a network. */
function pictureWithoutNetwork(job: PricedImageJob): Cents {
  return legacyImagePrice({
    width: job.width,
    height: job.height,
    steps: job.steps,
    postProcessors: job.postProcessing.length,
    control: job.controlType !== null,
    returnControlMap: job.returnControlMap,
  });
}

/** Cents of one job before the model multiplier (rules-kudos §1). */
export function imageJobPrice(job: PricedImageJob): Cents {
  const features = priceFeatures(job);
  const picture = features ? toCents(predictKudos(features)) : pictureWithoutNetwork(job);
  const surcharges = PER_LORA * job.loras + (job.textualInversions > 0 ? ANY_TEXTUAL_INVERSION : 0);
  return Math.max(LEAST_PRICE, picture) + surcharges;
}
