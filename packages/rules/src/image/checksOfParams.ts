import { POST_PROCESSORS, UPSCALERS } from '@openhorde/contract';
import type { CheckContext, ImageCheck } from './check.ts';
import { isFlux, isQwen, isSdxl, isStableDiffusion1, isZImage } from './reference.ts';

export const LORAS_MAX = 5;
export const TIS_MAX = 20;
export const PROMPT_WORDS_MAX = 7500;
export const UPSCALERS_MAX = 1;

const UPSCALER_NAMES: ReadonlySet<string> = new Set(UPSCALERS);
const POST_PROCESSOR_NAMES: ReadonlySet<string> = new Set(POST_PROCESSORS);

/** Whether some named model is of another family than Stable Diffusion 1 and XL. */
const leavesSdAndSdxl = ({ baselines }: CheckContext) =>
  baselines.some(baseline => !isStableDiffusion1(baseline) && !isSdxl(baseline));

function hasMoreThanTwoDecimals(value: number): boolean {
  return Number(value.toFixed(2)) !== value;
}

/** Step 20: what `params` say by themselves and against the families of the models. */
export const PARAM_CHECKS: readonly ImageCheck[] = [
  {
    step: 20,
    rc: 'HiResMismatch',
    fails: ({ input, baselines }) =>
      input.params.hires_fix === true &&
      baselines.some(baseline => isFlux(baseline) || isQwen(baseline) || isZImage(baseline)),
  },
  { step: 20, rc: 'TooManyLoras', fails: ({ input }) => (input.params.loras?.length ?? 0) > LORAS_MAX },
  {
    step: 20,
    rc: 'BadLoraVersion',
    fails: ({ input }) => input.params.loras?.find(lora => lora.is_version && !/^\d+$/.test(lora.name))?.name,
  },
  { step: 20, rc: 'TooManyTIs', fails: ({ input }) => (input.params.tis?.length ?? 0) > TIS_MAX },
  {
    step: 20,
    rc: 'InvalidTransparencyModel',
    fails: context => context.input.params.transparent === true && leavesSdAndSdxl(context),
  },
  {
    step: 20,
    rc: 'ControlNetMismatch',
    fails: context => context.input.params.workflow === 'qr_code' && leavesSdAndSdxl(context),
  },
  {
    step: 20,
    rc: 'InvalidPromptSize',
    fails: ({ input }) => (input.prompt.match(/\S+/g)?.length ?? 0) > PROMPT_WORDS_MAX,
  },
  {
    step: 20,
    rc: 'UnexpectedModelName',
    fails: ({ input }) => input.models.find(name => POST_PROCESSOR_NAMES.has(name)),
  },
  {
    step: 20,
    rc: 'TooManyUpscalers',
    fails: ({ input }) =>
      (input.params.post_processing ?? []).filter(name => UPSCALER_NAMES.has(name)).length > UPSCALERS_MAX,
  },
  {
    step: 20,
    rc: 'BadCFGNumber',
    fails: ({ input }) => input.params.cfg_scale !== undefined && !Number.isFinite(input.params.cfg_scale),
  },
  {
    step: 20,
    rc: 'BadCFGDecimals',
    fails: ({ input }) =>
      input.params.cfg_scale !== undefined && hasMoreThanTwoDecimals(input.params.cfg_scale),
  },
  {
    step: 20,
    rc: 'BadBatchIndex',
    fails: ({ input: { params } }) =>
      params.batch_index !== undefined &&
      (!params.seed || params.seed_variation !== undefined || (params.n ?? 1) > 1),
  },
];
