/**
 * What each bridge can do, by version (domain-rules §5). A worker has the union of the rows whose version is not above
 * its own. Samplers of `karras` work with and without the karras schedule, those of `plain` only without.
 */
export interface BridgeRow {
  version: number;
  capabilities?: readonly string[];
  karras?: readonly string[];
  plain?: readonly string[];
}

/** What our own worker may declare in its agent, beyond the words of the tables. */
export const REGEN = 'AI Horde Worker reGen';
export const LEGACY_WORKER = 'AI Horde Worker';
export const OPENHORDE_WORKER = 'OpenHorde Worker';

const CLASSIC = [
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
] as const;

export const BRIDGE_TABLES: Readonly<Record<string, readonly BridgeRow[]>> = {
  [REGEN]: [
    {
      version: 1,
      capabilities: [
        'img2img',
        'inpainting',
        'karras',
        'post-processing',
        'GFPGAN',
        'RealESRGAN_x4plus',
        'r2',
        'CodeFormers',
        'clip_skip',
        'r2_source',
        'controlnet',
        'strip_background',
        'return_control_map',
        'RealESRGAN_x4plus_anime_6B',
        'NMKD_Siax',
        '4x_AnimeSharp',
        'image_is_control',
        'RealESRGAN_x2plus',
        'hires_fix',
        'tiling',
      ],
    },
    {
      version: 2,
      capabilities: ['textual_inversion', 'lora'],
      karras: [...CLASSIC, 'k_dpmpp_sde', 'dpmsolver', 'DDIM'],
    },
    { version: 3, capabilities: ['lora_versions'], karras: ['lcm'] },
    { version: 5, capabilities: ['extra_source_images'] },
    { version: 6, capabilities: ['stable_cascade_2pass'] },
    { version: 7, capabilities: ['qr_code', 'extra_texts', 'workflow'] },
    { version: 8, capabilities: ['layer_diffuse'] },
    { version: 9, capabilities: ['flux'] },
    {
      version: 13,
      capabilities: [
        '4xNomos8kSC',
        '4xLSDIRplus',
        '4xNomosWebPhoto_RealPLKSR',
        '4xNomos2_realplksr_dysample',
        '4xNomos2_hq_dat2',
        '2xModernSpanimationV1',
        'GFPGANv1.3',
        'RestoreFormer',
      ],
    },
  ],
  [LEGACY_WORKER]: [
    { version: 3, capabilities: ['img2img'] },
    { version: 4, capabilities: ['inpainting'] },
    { version: 6, capabilities: ['karras'] },
    { version: 7, capabilities: ['post-processing', 'GFPGAN', 'RealESRGAN_x4plus'] },
    { version: 8, capabilities: ['r2'] },
    { version: 9, capabilities: ['CodeFormers'] },
    { version: 11, karras: [...CLASSIC, 'dpmsolver'] },
    { version: 12, karras: ['k_dpmpp_sde'] },
    { version: 13, capabilities: ['hires_fix', 'clip_skip'] },
    { version: 14, capabilities: ['r2_source'] },
    { version: 15, capabilities: ['controlnet'] },
    { version: 17, plain: ['DDIM'] },
    { version: 18, capabilities: ['strip_background', 'return_control_map', 'RealESRGAN_x4plus_anime_6B'] },
    { version: 19, capabilities: ['NMKD_Siax', '4x_AnimeSharp'] },
    { version: 21, capabilities: ['RealESRGAN_x2plus'] },
    { version: 22, capabilities: ['lora'] },
    { version: 23, capabilities: ['image_is_control'] },
    { version: 24, capabilities: ['textual_inversion'] },
  ],
  'SD-WebUI Stable Horde Worker Bridge': [
    {
      version: 1,
      capabilities: ['inpainting', 'karras', 'r2', 'CodeFormers'],
      karras: [...CLASSIC, 'k_dpmpp_sde'],
      plain: ['DDIM', 'plms'],
    },
    { version: 2, capabilities: ['tiling'] },
    { version: 3, capabilities: ['r2_source'] },
    { version: 4, capabilities: ['clip_skip'] },
  ],
  HordeAutoWebBridge: [
    {
      version: 1,
      capabilities: ['painting', 'img2img', 'karras'],
      karras: ['k_lms', 'k_dpm_2', 'k_dpm_2_a', 'k_dpmpp_2s_a', 'k_dpmpp_2m', 'dpmsolver'],
      plain: ['k_heun', 'k_euler', 'k_euler_a', 'k_dpm_fast', 'k_dpm_adaptive'],
    },
    { version: 2, capabilities: ['tiling'] },
  ],
  // Our own worker: what the first engine can do whatever model it runs. Anything more it declares (see bridge.ts).
  [OPENHORDE_WORKER]: [
    {
      version: 1,
      capabilities: [
        'img2img',
        'inpainting',
        'karras',
        'r2',
        'r2_source',
        'tiling',
        'clip_skip',
        'batch_index',
        'post-processing',
      ],
      karras: ['k_euler', 'k_euler_a', 'k_dpmpp_2m', 'DDIM', 'lcm'],
    },
  ],
};

/** Agents whose newest version is paid in full. */
export const OFFICIAL_AGENTS: ReadonlySet<string> = new Set([REGEN, LEGACY_WORKER, OPENHORDE_WORKER]);
