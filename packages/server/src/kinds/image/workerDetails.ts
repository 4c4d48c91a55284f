import type { Output, WorkerDetails } from '@openhorde/contract';
import { IMAGE_DIVISOR, parseBridgeAgent } from '@openhorde/rules';
import type { Worker } from '../../core/workers/index.ts';
import type { ImageOfferRecord } from './offer.ts';

/** What the page of a worker shows of a Dreamer alone. */
export function imageWorkerDetails(worker: Worker): Partial<Output<WorkerDetails>> {
  const { bridgeAgent, nsfw, contributions, speed } = worker;
  const { capabilities } = parseBridgeAgent(bridgeAgent);
  const offer = worker.offer as ImageOfferRecord;
  return {
    // Clients read the number at the beginning.
    performance: `${(speed / IMAGE_DIVISOR).toFixed(1)} megapixelsteps per second`,
    nsfw,
    models: offer.models,
    max_pixels: offer.maxPixels,
    // Whole, as the original keeps it: strict clients refuse a page with a fraction.
    megapixelsteps_generated: Math.round(contributions),
    img2img: offer.allowImg2img && capabilities.has('img2img'),
    painting: offer.allowPainting && capabilities.has('inpainting'),
    'post-processing': offer.allowPostProcessing,
    controlnet: offer.allowControlnet,
    sdxl_controlnet: offer.allowSdxlControlnet,
    lora: offer.allowLora,
  };
}
