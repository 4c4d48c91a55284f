/**
 * Settings in a JSON file beside a picture, and back. Written with the wire's names, which other clients'
 * files use too; read with their older names as well.
 */
import { splitPrompt } from '@openhorde/sdk';
import type { Settings } from './settings.ts';

type Loose = Record<string, unknown>;

/** The wire's names for what was asked, flat, as StableUI and ArtBot write them beside a picture. */
export function toSettingsFile(settings: Settings) {
  return {
    prompt: settings.negative === '' ? settings.prompt : `${settings.prompt} ### ${settings.negative}`,
    model: settings.model,
    width: settings.widthPixels,
    height: settings.heightPixels,
    steps: settings.steps,
    cfg_scale: settings.guidance,
    sampler_name: settings.sampler,
    karras: settings.karras,
    seed: settings.seed,
    denoising_strength: settings.denoising,
  };
}

/**
 * Reads a settings file, a whole request body, or ArtBot's and StableUI's files.
 * @returns the settings it names; null when it is no such file
 */
export function fromSettingsFile(text: string): Partial<Record<keyof Settings, unknown>> | null {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(file)) return null;
  const nested = isObject(file.params) ? file.params : {};
  const flat: Loose = { ...file, ...nested };
  if (typeof flat.prompt !== 'string') return null;
  const { positive, negative } = splitPrompt(flat.prompt);
  const models = Array.isArray(flat.models) ? flat.models : [];
  const found: Partial<Record<keyof Settings, unknown>> = {
    prompt: positive,
    negative: negative || (typeof flat.negative === 'string' ? flat.negative : ''),
    model: flat.model ?? flat.model_name ?? flat.modelName ?? models[0],
    widthPixels: flat.width,
    heightPixels: flat.height,
    steps: flat.steps,
    guidance: flat.cfg_scale ?? flat.guidance,
    sampler: flat.sampler_name ?? flat.sampler,
    karras: flat.karras,
    seed: flat.seed,
    denoising: flat.denoising_strength,
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined && value !== null),
  );
}

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
