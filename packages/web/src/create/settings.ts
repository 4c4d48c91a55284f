/** What a person can set for a picture, in the app's own words, and its bounds. Pure; no browser API. */
import type { Sampler } from '@openhorde/contract';
import { clampTo } from '../ui/clampTo.ts';

export interface Settings {
  prompt: string;
  /** What should not be in the picture; sent behind `###`. */
  negative: string;
  /** Model name; null: whichever a worker has. */
  model: string | null;
  widthPixels: number;
  heightPixels: number;
  /** Pictures for one click, in one request. */
  count: number;
  steps: number;
  guidance: number;
  sampler: Sampler;
  karras: boolean;
  /** Empty: random. */
  seed: string;
  /** How far an img2img result may leave its source; 0.01 to 1. Only sent with a source. */
  denoising: number;
  nsfw: boolean;
  trustedWorkersOnly: boolean;
  slowWorkers: boolean;
  allowDowngrade: boolean;
}

export const BOUNDS = {
  sizePixels: { min: 64, max: 3072, step: 64 },
  count: { min: 1, max: 20, step: 1 },
  steps: { min: 1, max: 150, step: 1 },
  guidance: { min: 0, max: 30, step: 0.5 },
  denoising: { min: 0.05, max: 1, step: 0.05 },
} as const;

/** Prompts of this length or longer switch the replacement filter off: it refuses them otherwise. */
export const LONG_PROMPT_CHARACTERS = 1000;

export const DEFAULT_SETTINGS: Settings = {
  prompt: '',
  negative: '',
  model: null,
  widthPixels: 512,
  heightPixels: 512,
  count: 1,
  steps: 30,
  guidance: 7,
  sampler: 'k_euler_a',
  karras: true,
  seed: '',
  denoising: 0.75,
  nsfw: false,
  trustedWorkersOnly: false,
  slowWorkers: true,
  allowDowngrade: true,
};

/** Settings from anywhere (storage, a link, a dropped file) with every value of the right kind and inside its bounds. */
export function saneSettings(
  raw: Partial<Record<keyof Settings, unknown>>,
  samplers: readonly string[],
): Settings {
  const text = (key: 'prompt' | 'negative') =>
    typeof raw[key] === 'string' ? raw[key] : DEFAULT_SETTINGS[key];
  const flag = (key: KeysOf<boolean>) => (typeof raw[key] === 'boolean' ? raw[key] : DEFAULT_SETTINGS[key]);
  const number = (key: KeysOf<number>, bound: { min: number; max: number; step: number }) => {
    const value = Number.parseFloat(scalar(raw[key]));
    return clampTo(Number.isNaN(value) ? DEFAULT_SETTINGS[key] : value, bound);
  };
  return {
    prompt: text('prompt'),
    negative: text('negative'),
    model: typeof raw.model === 'string' && raw.model !== '' ? raw.model : null,
    widthPixels: number('widthPixels', BOUNDS.sizePixels),
    heightPixels: number('heightPixels', BOUNDS.sizePixels),
    count: number('count', BOUNDS.count),
    steps: number('steps', BOUNDS.steps),
    guidance: number('guidance', BOUNDS.guidance),
    sampler: samplers.includes(scalar(raw.sampler)) ? (raw.sampler as Sampler) : DEFAULT_SETTINGS.sampler,
    karras: flag('karras'),
    seed: scalar(raw.seed),
    denoising: number('denoising', BOUNDS.denoising),
    nsfw: flag('nsfw'),
    trustedWorkersOnly: flag('trustedWorkersOnly'),
    slowWorkers: flag('slowWorkers'),
    allowDowngrade: flag('allowDowngrade'),
  };
}

type KeysOf<Kind> = { [Key in keyof Settings]: Settings[Key] extends Kind ? Key : never }[keyof Settings];

/** Text and numbers as text; anything else, which may not even have a text, as nothing. */
function scalar(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
