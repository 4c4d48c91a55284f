import type { EngineCapabilities } from '@openhorde/inference/engine';
import type { PopInput } from '@openhorde/sdk';
import type { WorkerConfig } from '../config/config.ts';
import { offeredModels } from './modelChoice.ts';

/** How this software calls itself to hordes. */
const BRIDGE_NAME = 'OpenHorde Worker';
const BRIDGE_VERSION = '1.0.0';
const BRIDGE_ADDRESS = 'https://github.com/openhorde/openhorde';

/** `max_power` counts in pixels of this many (spec `worker.md` §2.2). */
const PIXELS_OF_POWER = 8 * 64 * 64;
const MODELS_MAX = 300;

/** What this worker asks jobs with: what the owner wants, as far as the engine can truly do it. */
export function popRequest(
  config: WorkerConfig,
  can: EngineCapabilities,
  ranking: readonly string[],
): PopInput {
  return {
    name: config.dreamerName,
    bridge_agent: bridgeAgent(can),
    models: offeredModels(config, can.models, ranking).slice(0, MODELS_MAX),
    threads: config.maxThreads,
    amount: Math.min(config.maxBatch, can.maxBatch),
    max_pixels: Math.min(config.maxPower * PIXELS_OF_POWER, can.maxPixels),
    nsfw: config.nsfw,
    blacklist: config.blacklist,
    priority_usernames: config.priorityUsernames,
    require_upfront_kudos: config.requireUpfrontKudos,
    allow_img2img: config.allowImg2img && can.img2img,
    allow_painting: config.allowPainting && can.inpainting,
    allow_unsafe_ipaddr: config.allowUnsafeIp,
    allow_post_processing: config.allowPostProcessing && can.postProcessors.length > 0,
    allow_controlnet: config.allowControlnet && can.controlNet,
    allow_sdxl_controlnet: config.allowSdxlControlnet && can.controlNet,
    allow_lora: config.allowLora && can.loras,
    extra_slow_worker: config.extraSlowWorker,
    limit_max_steps: config.limitMaxSteps,
  };
}

/**
 * `name:version:address`, with what the engine can do in the fragment of the address: the pop has no field for
 * samplers or single post-processors, and our servers read them there. Others see an address.
 */
function bridgeAgent(can: EngineCapabilities): string {
  const abilities = [
    'r2',
    'r2_source',
    'karras',
    'batch_index',
    ...(can.img2img ? ['img2img'] : []),
    ...(can.inpainting ? ['inpainting'] : []),
    ...(can.tiling ? ['tiling'] : []),
    ...(can.clipSkip ? ['clip_skip'] : []),
    ...(can.postProcessors.length > 0 ? ['post-processing', ...can.postProcessors] : []),
  ];
  const fragment = `can=${abilities.join(',')}&samplers=${can.samplers.join(',')}`;
  return `${BRIDGE_NAME}:${BRIDGE_VERSION}:${BRIDGE_ADDRESS}#${fragment}`;
}
