import type { ImageSkipReason } from '@openhorde/contract';
import type { Counters } from '../shared/eligibility.ts';

/** How often each reason kept image requests from a worker. */
export type SkipCounters = Counters<ImageSkipReason>;

/** Counters that the empty answer shows even when nothing was skipped. */
const ZERO_FILLED = [
  'worker_id',
  'performance',
  'nsfw',
  'untrusted',
  'models',
  'bridge_version',
  'unsafe_ip',
  'img2img',
  'painting',
  'post-processing',
  'lora',
  'controlnet',
] as const satisfies readonly ImageSkipReason[];

/** Counters of an empty answer before anything is counted. */
export function zeroSkipCounters(): SkipCounters {
  return Object.fromEntries(ZERO_FILLED.map(reason => [reason, 0]));
}
