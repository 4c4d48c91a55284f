/**
 * What suits a model, guessed from its name. The API tells which models are online but not what they like;
 * until a model reference is served, these hints give a newcomer settings that work.
 */
import type { Settings } from './settings.ts';

export type ModelKind = 'emoji' | 'large' | 'flow' | 'classic';

export type ModelDefaults = Pick<Settings, 'steps' | 'guidance' | 'sampler' | 'karras'> & {
  basePixels: number;
};

const DEFAULTS: Record<ModelKind, ModelDefaults> = {
  // The shipped model: README of emoji-64, "Good settings".
  emoji: { basePixels: 512, steps: 25, guidance: 4, sampler: 'k_euler', karras: false },
  large: { basePixels: 1024, steps: 30, guidance: 6, sampler: 'k_euler_a', karras: true },
  flow: { basePixels: 1024, steps: 8, guidance: 1, sampler: 'k_euler', karras: false },
  classic: { basePixels: 512, steps: 30, guidance: 7, sampler: 'k_euler_a', karras: true },
};

export function modelKind(name: string | null): ModelKind {
  if (name === null) return 'classic';
  if (/emoji|tiny/i.test(name)) return 'emoji';
  if (/flux|qwen|z[-_ ]?image/i.test(name)) return 'flow';
  if (/xl|pony|cascade|illustrious|noob/i.test(name)) return 'large';
  return 'classic';
}

export function modelDefaults(name: string | null): ModelDefaults {
  return DEFAULTS[modelKind(name)];
}
