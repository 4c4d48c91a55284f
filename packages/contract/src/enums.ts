/** Closed lists of the wire, as the AI Horde v2 API names them. */

export const SAMPLERS = [
  'k_lms',
  'k_heun',
  'k_euler',
  'k_euler_a',
  'k_dpm_2',
  'k_dpm_2_a',
  'k_dpm_fast',
  'k_dpm_adaptive',
  'k_dpmpp_2s_a',
  'k_dpmpp_2m',
  'dpmsolver',
  'k_dpmpp_sde',
  'DDIM',
  'lcm',
] as const;
export type Sampler = (typeof SAMPLERS)[number];

export const UPSCALERS = [
  'RealESRGAN_x4plus',
  'RealESRGAN_x2plus',
  'RealESRGAN_x4plus_anime_6B',
  'NMKD_Siax',
  '4x_AnimeSharp',
  '4xNomos8kSC',
  '4xLSDIRplus',
  '4xNomosWebPhoto_RealPLKSR',
  '4xNomos2_realplksr_dysample',
  '4xNomos2_hq_dat2',
  '2xModernSpanimationV1',
] as const;
export type Upscaler = (typeof UPSCALERS)[number];

export const POST_PROCESSORS = [
  'GFPGAN',
  'RealESRGAN_x4plus',
  'RealESRGAN_x2plus',
  'RealESRGAN_x4plus_anime_6B',
  'NMKD_Siax',
  '4x_AnimeSharp',
  'CodeFormers',
  'strip_background',
  '4xNomos8kSC',
  '4xLSDIRplus',
  '4xNomosWebPhoto_RealPLKSR',
  '4xNomos2_realplksr_dysample',
  '4xNomos2_hq_dat2',
  '2xModernSpanimationV1',
  'GFPGANv1.3',
  'RestoreFormer',
] as const;
export type PostProcessor = (typeof POST_PROCESSORS)[number];

/** Noise schedules, by ComfyUI's names. */
export const SCHEDULERS = [
  'normal',
  'karras',
  'exponential',
  'sgm_uniform',
  'simple',
  'ddim_uniform',
  'beta',
  'linear_quadratic',
  'kl_optimal',
] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

export const CONTROL_TYPES = [
  'canny',
  'hed',
  'depth',
  'normal',
  'openpose',
  'seg',
  'scribble',
  'fakescribbles',
  'hough',
] as const;
export type ControlType = (typeof CONTROL_TYPES)[number];

export const SOURCE_PROCESSINGS = ['img2img', 'inpainting', 'outpainting', 'remix'] as const;
export type SourceProcessing = (typeof SOURCE_PROCESSINGS)[number];

export const WORKFLOWS = ['qr_code'] as const;
export type Workflow = (typeof WORKFLOWS)[number];

export const WORKER_TYPES = ['image', 'text', 'interrogation'] as const;
export type WorkerType = (typeof WORKER_TYPES)[number];

export const SUBMIT_STATES = ['ok', 'censored', 'faulted', 'csam'] as const;
export type SubmitState = (typeof SUBMIT_STATES)[number];

export const IMAGE_METADATA_TYPES = [
  'lora',
  'ti',
  'censorship',
  'source_image',
  'source_mask',
  'extra_source_images',
  'batch_index',
  'information',
  'aesthetic_score',
] as const;
export type ImageMetadataType = (typeof IMAGE_METADATA_TYPES)[number];

export const IMAGE_METADATA_VALUES = [
  'download_failed',
  'parse_failed',
  'baseline_mismatch',
  'csam',
  'nsfw',
  'see_ref',
] as const;
export type ImageMetadataValue = (typeof IMAGE_METADATA_VALUES)[number];

/** What can be asked about an image, or done to it. */
export const ALCHEMY_FORMS = [
  'caption',
  'interrogation',
  'nsfw',
  'vectorize',
  'palette',
  'describe',
  'aesthetic',
  ...POST_PROCESSORS,
] as const;
export type AlchemyForm = (typeof ALCHEMY_FORMS)[number];

export const ALCHEMY_FORM_STATES = ['waiting', 'processing', 'done', 'cancelled', 'faulted'] as const;
export type AlchemyFormState = (typeof ALCHEMY_FORM_STATES)[number];

export const ALCHEMY_STATES = ['waiting', 'processing', 'partial', 'done', 'faulted'] as const;
export type AlchemyState = (typeof ALCHEMY_STATES)[number];

/** Reasons for which a waiting form is skipped at an alchemist's pop, as the pop answer counts them. */
export const ALCHEMY_SKIP_REASONS = ['worker_id', 'untrusted', 'bridge_version'] as const;
export type AlchemySkipCounter = (typeof ALCHEMY_SKIP_REASONS)[number];

/** Reasons for which a waiting request is skipped at an image pop, as the pop answer counts them. */
export const IMAGE_SKIP_REASONS = [
  'worker_id',
  'performance',
  'nsfw',
  'blacklist',
  'untrusted',
  'models',
  'bridge_version',
  'kudos',
  'max_pixels',
  'step_count',
  'unsafe_ip',
  'img2img',
  'painting',
  'post-processing',
  'lora',
  'controlnet',
] as const;
export type ImageSkipReason = (typeof IMAGE_SKIP_REASONS)[number];

export const TEXT_METADATA_TYPES = ['censorship'] as const;
export const TEXT_METADATA_VALUES = ['csam'] as const;

/** The states that a delivered text is shown with. */
export const GENERATION_STATES = ['ok', 'censored', 'csam'] as const;
export type GenerationState = (typeof GENERATION_STATES)[number];

/** Reasons for which a waiting request is skipped at a text pop. */
export const TEXT_SKIP_REASONS = [
  'worker_id',
  'performance',
  'nsfw',
  'blacklist',
  'untrusted',
  'models',
  'bridge_version',
  'kudos',
  'max_context_length',
  'max_length',
  'matching_softprompt',
] as const;
export type TextSkipReason = (typeof TEXT_SKIP_REASONS)[number];

export const WARNING_CODES = [
  'NoAvailableWorker',
  'ClipSkipMismatch',
  'StepsTooFew',
  'StepsTooMany',
  'CfgScaleMismatch',
  'CfgScaleTooSmall',
  'CfgScaleTooLarge',
  'SamplerMismatch',
  'SchedulerMismatch',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];
