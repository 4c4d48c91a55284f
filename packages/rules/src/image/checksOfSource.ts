import { COMPARISON_IMAGES, isComparison } from '../ratings/comparison.ts';
import { ANONYMOUS_ID } from '../shared/accounts.ts';
import type { ImageCheck } from './check.ts';
import { isCascade, isFlux, isQwen, isSdxl, isStableDiffusion2, isZImage } from './reference.ts';

/** Control types that no model of Stable Diffusion 2 was made for. */
const CONTROL_TYPES_NOT_FOR_SD2: ReadonlySet<string> = new Set(['normal', 'mlsd', 'hough']);

/** Models that make nothing without a picture to start from. */
const IMAGE_TO_IMAGE_MODELS: ReadonlySet<string> = new Set(['Stable Diffusion 2 Depth', 'pix2pix']);

/** The name in the documentation's example: a client that sends it has not said who it is. */
const SAMPLE_CLIENT_AGENT = 'My-Project:v0.0.1:My-Contact';

/** Step 23: source images, controlnets, mixes, workflows, and who is calling. */
export const SOURCE_CHECKS: readonly ImageCheck[] = [
  {
    step: 23,
    rc: 'SpecialFieldNeedsSpecialUser',
    fails: ({ input, requester }) => input.params.special !== undefined && !requester.special,
  },
  { step: 23, rc: 'SourceMaskUnnecessary', fails: ({ input }) => input.sourceMask && !input.sourceImage },
  {
    step: 23,
    rc: 'ControlNetUnsupported',
    fails: ({ input, baselines }) => {
      const control = input.params.control_type;
      if (!control) return false;
      if (input.models.includes('pix2pix')) return 'pix2pix';
      return CONTROL_TYPES_NOT_FOR_SD2.has(control) && baselines.some(isStableDiffusion2) && control;
    },
  },
  {
    step: 23,
    rc: 'ControlNetSourceMissing',
    fails: ({ input }) => Boolean(input.params.control_type) && !input.sourceImage,
  },
  {
    step: 23,
    rc: 'ControlNetInpaintingMismatch',
    fails: ({ input }) => Boolean(input.params.control_type) && input.sourceProcessing === 'inpainting',
  },
  {
    step: 23,
    rc: 'ControlNetMismatch',
    fails: ({ input, baselines }) =>
      Boolean(input.params.control_type) &&
      baselines.some(
        baseline =>
          isSdxl(baseline) ||
          isCascade(baseline) ||
          isFlux(baseline) ||
          isQwen(baseline) ||
          isZImage(baseline),
      ),
  },
  {
    step: 23,
    rc: 'InvalidTransparencyImg2Img',
    fails: ({ input }) => input.params.transparent === true && input.extraSourceImages > 0,
  },
  {
    step: 23,
    rc: 'InvalidTransparencyCN',
    fails: ({ input }) => input.params.transparent === true && Boolean(input.params.control_type),
  },
  {
    step: 23,
    rc: 'InvalidRemix',
    fails: ({ input, baselines }) =>
      input.sourceProcessing === 'remix' && baselines.some(baseline => !isCascade(baseline)),
  },
  {
    step: 23,
    rc: 'InvalidExtraSourceImages',
    fails: ({ input }) => input.extraSourceImages > 0 && input.sourceProcessing !== 'remix',
  },
  {
    step: 23,
    rc: 'InvalidExtraTexts',
    fails: ({ input }) => Boolean(input.params.extra_texts?.length) && input.params.workflow !== 'qr_code',
  },
  {
    step: 23,
    rc: 'MissingExtraTexts',
    fails: ({ input }) =>
      input.params.workflow === 'qr_code' &&
      !input.params.extra_texts?.some(({ reference }) => reference === 'qr_code'),
  },
  {
    step: 23,
    rc: 'ControlNetInvalidPayload',
    fails: ({ input }) => input.params.init_as_image === true && input.params.return_control_map === true,
  },
  {
    step: 23,
    rc: 'SourceImageRequiredForModel',
    fails: ({ input }) => !input.sourceImage && input.models.find(name => IMAGE_TO_IMAGE_MODELS.has(name)),
  },
  {
    step: 23,
    rc: 'UnexpectedModelName',
    fails: ({ input, reference }) =>
      !input.sourceImage && input.models.find(name => reference.get(name)?.type === 'controlnet'),
  },
  {
    step: 23,
    rc: 'BetaAnonForbidden',
    fails: ({ input, requester }) => isComparison(input.models) && requester.id === ANONYMOUS_ID,
  },
  {
    step: 23,
    rc: 'BetaComparisonFault',
    fails: ({ input }) => isComparison(input.models) && (input.params.n ?? 1) < COMPARISON_IMAGES,
  },
  { step: 23, rc: 'BannedClientAgent', fails: ({ input }) => input.clientAgent === SAMPLE_CLIENT_AGENT },
];
