import { reasonsOf } from '../shared/reasons.ts';
import { checkImageRequest } from './admission.ts';
import { imageSkip, survey } from './eligibility.ts';
import type { ImageRequirements } from './records.ts';
import type { ModelReference } from './reference.ts';
import { IMAGE_RELAXATIONS } from './relaxations.ts';
import type { ImageRequester } from './request.ts';

/** The requester does not matter here: the request has been admitted once. */
const ANYBODY: ImageRequester = { id: 0, trusted: true, patron: true, special: true, safeIp: true };

/**
 * Whether admission would let in a request with these requirements: what model and parameters must have of each other
 * (steps 20 and 23 of the checks). Settings that requirements do not tell are taken for harmless.
 */
function admits(r: ImageRequirements, reference: ModelReference): boolean {
  const request = {
    prompt: 'x',
    params: {
      hires_fix: r.hiresFix,
      transparent: r.transparent,
      control_type: r.control ? 'canny' : undefined,
      ...(r.qrCode && { workflow: 'qr_code', extra_texts: [{ text: 'x', reference: 'qr_code' }] }),
    },
    models: r.models,
    sourceImage: r.sourceImage,
    sourceMask: false,
    sourceProcessing: r.extraSourceImages ? 'remix' : r.painting ? 'outpainting' : 'img2img',
    extraSourceImages: r.extraSourceImages ? 1 : 0,
    disableBatching: r.disableBatching,
    clientAgent: '',
  };
  return [20, 23].every(
    step => !checkImageRequest(request, ANYBODY, reference, { range: { from: step, to: step } }),
  );
}

/** Why no worker takes an image request: what each constraint costs, and the nearest request that one would take. */
export const imageReasons = reasonsOf({
  survey,
  skip: imageSkip,
  relaxations: IMAGE_RELAXATIONS,
  admits,
});
