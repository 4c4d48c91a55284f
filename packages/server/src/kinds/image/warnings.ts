import type { WarningCode } from '@openhorde/contract';
import { UNSERVED } from '../../core/requests/index.ts';

const MESSAGES: Record<WarningCode, string> = {
  NoAvailableWorker: UNSERVED,
  ClipSkipMismatch: 'The model is made for another clip_skip; the picture may look odd.',
  StepsTooFew: 'The model needs more steps for a finished picture.',
  StepsTooMany: 'The model gains nothing from so many steps; fewer are faster and cost less.',
  CfgScaleMismatch: 'The model is made for another cfg_scale; the picture may look odd.',
  CfgScaleTooSmall: 'The cfg_scale is below what the model is made for.',
  CfgScaleTooLarge: 'The cfg_scale is above what the model is made for.',
  SamplerMismatch: 'The model is made for other samplers; the picture may be spoilt.',
  SchedulerMismatch:
    'The model is made for another schedule, or karras and scheduler say different things: scheduler counts, else karras.',
};

/** The warning for people. */
export function warningMessage(code: WarningCode): string {
  return MESSAGES[code];
}
