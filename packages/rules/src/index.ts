export * from './alchemy/index.ts';
export * from './image/admission.ts';
export * from './image/bridge.ts';
export { LEGACY_WORKER, OFFICIAL_AGENTS, OPENHORDE_WORKER, REGEN } from './image/bridgeTables.ts';
export * from './image/charges.ts';
export * from './image/checkIn.ts';
export { LORAS_MAX, PROMPT_WORDS_MAX, TIS_MAX, UPSCALERS_MAX } from './image/checksOfParams.ts';
export * from './image/downgrade.ts';
export {
  countGroupSkips,
  countRequestSkip,
  groupSkip,
  imageSkip,
  requestSkip,
} from './image/eligibility.ts';
export { SLOW_WORKER_SPEED } from './image/groupPredicates.ts';
export * from './image/multipliers.ts';
export * from './image/offer.ts';
export {
  accurateSteps,
  type ExtraText,
  effectiveImageParams,
  IMAGE_DIVISOR,
  type ImageParams,
  type ImageParamsInput,
  imageThings,
  type LoraParam,
  type TextualInversionParam,
} from './image/params.ts';
export * from './image/payload.ts';
export type { SkipReason } from './image/predicates.ts';
export type { PricedImageJob } from './image/price/features.ts';
export * from './image/price/legacyPrice.ts';
export * from './image/price/price.ts';
export { imageReasons } from './image/reasons.ts';
export * from './image/records.ts';
export * from './image/reference.ts';
export * from './image/request.ts';
export * from './image/requirements.ts';
export * from './image/skipCounters.ts';
export { BATCH_DIVISOR, sliceOf } from './image/slicing.ts';
export * from './image/ttl.ts';
export * from './image/upfront.ts';
export * from './image/warnings.ts';
export * from './prompts/index.ts';
export * from './ratings/index.ts';
export * from './shared/aborts.ts';
export * from './shared/accounts.ts';
export * from './shared/alias.ts';
export * from './shared/allowance.ts';
export * from './shared/cents.ts';
export { type CheckRange, EXTRA_SOURCE_IMAGES_MAX, type Refusal } from './shared/checks.ts';
export { codePoints, cutToCodePoints } from './shared/codePoints.ts';
export { drawModel } from './shared/drawModel.ts';
export { type ExplanationOf, isThere } from './shared/eligibility.ts';
export * from './shared/expiry.ts';
export { heldBytesMax, type QueueBytes } from './shared/held.ts';
export type { Changes } from './shared/nearest.ts';
export { offerKeyOf } from './shared/offerKey.ts';
export * from './shared/online.ts';
export * from './shared/order.ts';
export { blacklistedWord, PROMPT_HEAD_CHARACTERS } from './shared/predicates.ts';
export type { ConstraintCost, Reasons } from './shared/reasons.ts';
export { type RequestFacts, WORKER_LIST_MAX, type WorkerList } from './shared/records.ts';
export * from './shared/seeds.ts';
export * from './shared/sharedKeys.ts';
export * from './shared/speed.ts';
export * from './shared/status.ts';
export * from './shared/suspicion.ts';
export { tidyLine, tidyLines } from './shared/tidyText.ts';
export * from './shared/timeouts.ts';
export * from './shared/transfer.ts';
export * from './shared/uptime.ts';
export * from './styles/index.ts';
export * from './text/index.ts';
