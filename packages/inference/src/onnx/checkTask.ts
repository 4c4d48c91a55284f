import type { CatalogEntry } from '../catalog.ts';
import { SAMPLER_FUNCTIONS, type SamplerName } from '../diffusion/index.ts';
import { type EngineCapabilities, EngineError, type ImageTask } from '../engine.ts';

/** A task that this engine can do as it stands. */
export interface CheckedTask extends ImageTask {
  sampler: SamplerName;
}

const STEPS_MAX = 500;

/** @throws EngineError `unsupported` with what exactly cannot be done */
export function checkTask(task: ImageTask, entry: CatalogEntry, can: EngineCapabilities): CheckedTask {
  const { sampler } = task;
  if (!isSampler(sampler)) throw unsupported(`the sampler ${sampler}`);
  if (task.tiling) throw unsupported('tiling');
  if ((task.clipSkip ?? 1) > 1) throw unsupported('clip skip');
  for (const name of task.postProcessing ?? [])
    if (!can.postProcessors.includes(name)) throw unsupported(`the post-processor ${name}`);
  if (task.sourceImage && !entry.readsPictures)
    throw unsupported(`a source image: ${entry.name} has no encoder`);
  checkSize(task, entry, can);
  if (!Number.isInteger(task.steps) || task.steps < 1 || task.steps > STEPS_MAX)
    throw unsupported(`${task.steps} steps`);
  if (!Number.isFinite(task.guidance)) throw unsupported(`a guidance of ${task.guidance}`);
  if (!task.seeds.every(seed => Number.isSafeInteger(seed) && seed >= 0))
    throw unsupported('seeds that are no whole numbers from 0 to 2^53 - 1');
  return { ...task, sampler };
}

function checkSize(task: ImageTask, entry: CatalogEntry, can: EngineCapabilities): void {
  const { width, height } = task;
  const multiple = entry.trainedSizeOnly ? 1 : entry.config.stepPixels;
  const fits = (side: number) => Number.isInteger(side) && side > 0 && side % multiple === 0;
  if (!fits(width) || !fits(height))
    throw unsupported(`${width}x${height} pixels: both sides must be multiples of ${multiple}`);
  if (width * height > can.maxPixels)
    throw unsupported(`${width}x${height} pixels: more than ${can.maxPixels}`);
  if (task.seeds.length < 1 || task.seeds.length > can.maxBatch)
    throw unsupported(`a batch of ${task.seeds.length}: 1 to ${can.maxBatch} can be done`);
}

function isSampler(name: string): name is SamplerName {
  return Object.hasOwn(SAMPLER_FUNCTIONS, name);
}

function unsupported(what: string): EngineError {
  return new EngineError('unsupported', `This engine cannot do ${what}`);
}
