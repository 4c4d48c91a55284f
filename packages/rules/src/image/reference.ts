/**
 * The image model reference in its public JSON format: an object of name → entry. It comes from files and addresses
 * that we do not control, so an entry of the wrong shape is left out instead of breaking the rest.
 */

/** What a model wants of a request. All keys are optional. */
export interface ModelRequirements {
  min_steps?: number;
  max_steps?: number;
  cfg_scale?: number;
  min_cfg_scale?: number;
  max_cfg_scale?: number;
  clip_skip?: number;
  samplers?: string[];
  schedulers?: string[];
}

export interface ImageModel {
  name: string;
  /** As written, e.g. `stable diffusion 1`. Compare through `baselineOf`. */
  baseline: string;
  type: string;
  inpainting: boolean;
  nsfw: boolean;
  version?: string;
  style?: string;
  description?: string;
  homepage?: string;
  tags?: string[];
  trigger?: string[];
  size_on_disk_bytes?: number;
  requirements: ModelRequirements;
}

export type ModelReference = ReadonlyMap<string, ImageModel>;

/** Canonical spelling: the public file writes some baselines with spaces, some with underscores. */
export type Baseline = string;

/** Model families that a worker may offer without special rights. `openhorde_tiny` is the family of the shipped model. */
const KNOWN_BASELINES: ReadonlySet<Baseline> = new Set([
  'stable_diffusion_1',
  'stable_diffusion_2',
  'stable_diffusion_2_512',
  'stable_diffusion_xl',
  'stable_cascade',
  'flux_1',
  'qwen_image',
  'z_image_turbo',
  'openhorde_tiny',
]);

const NAME_TAGS: readonly (readonly [tag: string, baseline: Baseline])[] = [
  ['[SDXL]', 'stable_diffusion_xl'],
  ['[Flux]', 'flux_1'],
  ['[Qwen]', 'qwen_image'],
  ['[ZModel]', 'z_image_turbo'],
  ['[ZImage]', 'z_image_turbo'],
];

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string');

/** Copies the keys of `keys` whose value passes `test`; the rest of an entry is not ours to interpret. */
function pick<Key extends string, Value>(
  entry: Json,
  keys: readonly Key[],
  test: (value: unknown) => value is Value,
): Partial<Record<Key, Value>> {
  const picked: Partial<Record<Key, Value>> = {};
  for (const key of keys) {
    const value = entry[key];
    if (test(value)) picked[key] = value;
  }
  return picked;
}

const isText = (value: unknown): value is string => typeof value === 'string';

function parseRequirements(value: unknown): ModelRequirements {
  if (!isObject(value)) return {};
  return {
    ...pick(
      value,
      ['min_steps', 'max_steps', 'cfg_scale', 'min_cfg_scale', 'max_cfg_scale', 'clip_skip'],
      isNumber,
    ),
    ...pick(value, ['samplers', 'schedulers'], isTextList),
  };
}

/** Reads the public format. Later documents may be merged over earlier ones by the caller. */
export function parseImageModelReference(json: unknown): ModelReference {
  const reference = new Map<string, ImageModel>();
  if (!isObject(json)) return reference;
  for (const [key, entry] of Object.entries(json)) {
    if (!isObject(entry) || !isText(entry.baseline)) continue;
    const name = isText(entry.name) ? entry.name : key;
    reference.set(name, {
      name,
      baseline: entry.baseline,
      type: isText(entry.type) ? entry.type : 'ckpt',
      inpainting: entry.inpainting === true,
      nsfw: entry.nsfw === true,
      requirements: parseRequirements(entry.requirements),
      ...pick(entry, ['version', 'style', 'description', 'homepage'], isText),
      ...pick(entry, ['tags', 'trigger'], isTextList),
      ...pick(entry, ['size_on_disk_bytes'], isNumber),
    });
  }
  return reference;
}

/** Baseline of a model name. Unknown names are judged by the tag they carry, else taken for Stable Diffusion 1. */
export function baselineOf(name: string, reference: ModelReference): Baseline {
  const known = reference.get(name);
  if (known) return known.baseline.replaceAll(' ', '_');
  for (const [tag, baseline] of NAME_TAGS) if (name.includes(tag)) return baseline;
  return 'stable_diffusion_1';
}

export const isSdxl = (baseline: Baseline): boolean => baseline.startsWith('stable_diffusion_xl');
export const isCascade = (baseline: Baseline): boolean => baseline.startsWith('stable_cascade');
export const isFlux = (baseline: Baseline): boolean => baseline.startsWith('flux_1');
export const isQwen = (baseline: Baseline): boolean => baseline.startsWith('qwen_image');
export const isZImage = (baseline: Baseline): boolean => baseline.startsWith('z_image_turbo');
export const isStableDiffusion1 = (baseline: Baseline): boolean => baseline === 'stable_diffusion_1';
export const isStableDiffusion2 = (baseline: Baseline): boolean => baseline.startsWith('stable_diffusion_2');

/** Whether a worker without special rights may offer the model. */
export function isKnown(name: string, reference: ModelReference): boolean {
  return reference.has(name) && KNOWN_BASELINES.has(baselineOf(name, reference));
}

export function isNsfwModel(name: string, reference: ModelReference): boolean {
  return isKnown(name, reference) && reference.get(name)?.nsfw === true;
}

export function requirementsOf(name: string, reference: ModelReference): ModelRequirements {
  return reference.get(name)?.requirements ?? {};
}

/** Models of special users: never listed, counted or recorded. */
export const isSpecialModel = (name: string): boolean => name.includes('horde_special');

/** How much heavier than Stable Diffusion 1 a job weighs in a batch (domain-rules §5). */
export function batchingWeight(baseline: Baseline): number {
  if (isFlux(baseline)) return 5;
  if (isQwen(baseline)) return 10;
  if (isZImage(baseline)) return 8;
  return 1;
}
