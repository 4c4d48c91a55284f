/** What the horde proposes in place of a request that no worker takes, in the words of the form. Pure. */
import type { ImageRequest, RequestReasons } from '@openhorde/sdk';
import type { Settings } from '../create/settings.ts';

type Patch = NonNullable<RequestReasons['nearest']>;

/** One thing that would be another; the sentences are in the locales under `proposal`. */
export interface Change {
  key: 'size' | 'steps' | 'sampler' | 'schedule' | 'model' | 'trusted' | 'slow' | 'nsfw' | 'source' | 'other';
  value: string;
}

export interface Proposal {
  /** The form's settings with what the proposal changes of them. */
  settings: Settings;
  keepsSource: boolean;
  changes: Change[];
  /** For the body of the request, as it came: it may have fields that the form does not know. */
  patch: Patch;
}

export function proposalOf(patch: Patch, settings: Settings): Proposal {
  const params = (patch.params ?? {}) as Record<string, unknown>;
  const next = { ...settings };
  const changes: Change[] = [];
  const change = (key: Change['key'], value: unknown = '') => changes.push({ key, value: String(value) });

  if (typeof params.width === 'number') next.widthPixels = params.width;
  if (typeof params.height === 'number') next.heightPixels = params.height;
  if ('width' in params || 'height' in params) change('size', `${next.widthPixels} × ${next.heightPixels}`);
  if (typeof params.steps === 'number') {
    next.steps = params.steps;
    change('steps', next.steps);
  }
  if (typeof params.sampler_name === 'string') {
    next.sampler = params.sampler_name as Settings['sampler'];
    change('sampler', next.sampler.replace(/^k_/, ''));
  }
  if (params.karras === false) {
    next.karras = false;
    change('schedule');
  }
  const model = Array.isArray(patch.models) ? patch.models[0] : undefined;
  if (typeof model === 'string') {
    next.model = model;
    change('model', model);
  }
  if (patch.trusted_workers === false) {
    next.trustedWorkersOnly = false;
    change('trusted');
  }
  if (patch.slow_workers === true) next.slowWorkers = true;
  if (patch.slow_workers === true || patch.extra_slow_workers === true) change('slow');
  if (patch.nsfw === false) {
    next.nsfw = false;
    change('nsfw');
  }
  const keepsSource = patch.source_image !== null;
  if (!keepsSource) change('source');
  if (changes.length === 0) change('other');
  return { settings: next, keepsSource, changes, patch };
}

/** A JSON merge patch (RFC 7396): fields with their new values, null for those to leave out. */
export function mergePatch(body: ImageRequest, patch: Patch): ImageRequest {
  return merged(body as unknown as Record<string, unknown>, patch) as unknown as ImageRequest;
}

function merged(target: Record<string, unknown>, patch: object): Record<string, unknown> {
  const result = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else if (isObject(value)) result[key] = merged(isObject(result[key]) ? result[key] : {}, value);
    else result[key] = value;
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
