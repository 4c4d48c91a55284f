import type { WarningCode } from '@openhorde/contract';

const MESSAGES: Record<WarningCode, string> = {
  NoAvailableWorker:
    'There are no available workers that can take this request right now. It waits until one comes, or until it expires after 20 minutes.',
  ClipSkipMismatch: 'The model is made for another clip_skip; the picture may look odd.',
  StepsTooFew: 'The model needs more steps for a finished picture.',
  StepsTooMany: 'The model gains nothing from so many steps; fewer are faster and cost less.',
  CfgScaleMismatch: 'The model is made for another cfg_scale; the picture may look odd.',
  CfgScaleTooSmall: 'The cfg_scale is below what the model is made for.',
  CfgScaleTooLarge: 'The cfg_scale is above what the model is made for.',
  SamplerMismatch: 'The model is made for other samplers; the picture may be spoilt.',
  SchedulerMismatch: 'The model is made for another schedule; switch karras.',
};

/** The warning for people. */
export function warningMessage(code: WarningCode): string {
  return MESSAGES[code];
}
