/** What changes in the form when another model is chosen. Pure. */
import { modelDefaults } from './modelHints.ts';
import type { Settings } from './settings.ts';
import { basePixelsOf, shapeOf, sizeOf } from './sizes.ts';

/**
 * The settings with another model. Values that still stand as the former model wanted them follow the new one;
 * values that a person changed stay.
 */
export function withModel(settings: Settings, model: string | null): Settings {
  const before = modelDefaults(settings.model);
  const after = modelDefaults(model);
  const next: Settings = { ...settings, model };
  if (settings.steps === before.steps) next.steps = after.steps;
  if (settings.guidance === before.guidance) next.guidance = after.guidance;
  if (settings.sampler === before.sampler) next.sampler = after.sampler;
  if (settings.karras === before.karras) next.karras = after.karras;
  const shape = shapeOf(settings);
  if (shape && basePixelsOf(settings) === basePixelsOf(sizeOf(shape, before.basePixels))) {
    Object.assign(next, sizeOf(shape, after.basePixels));
  }
  return next;
}
