import type { Platform } from '../platform/platform.ts';
import type { Config } from './config.ts';

/** What the wiring puts features together from. */
export interface Context extends Platform {
  config: Config;
}
