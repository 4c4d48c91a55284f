import { type CatalogEntry, readCatalog } from '../catalog.ts';
import { type DiffusionModel, draw, SAMPLER_FUNCTIONS, type SamplerName } from '../diffusion/index.ts';
import {
  type EngineCapabilities,
  EngineError,
  type ImageEngine,
  type ImageResult,
  type Progress,
} from '../engine.ts';
import { type CheckedTask, checkTask } from './checkTask.ts';
import { asEngineError } from './faults.ts';
import { finish } from './finish.ts';
import { createModelHolder } from './loadedModel.ts';
import { loadedBytes, machineLimits } from './memory.ts';
import { encodeWebp, readSource, type Size, type Source } from './pictureFiles.ts';
import { createUpscalers, POST_PROCESSORS, type Upscalers } from './upscalers.ts';

export interface OnnxEngineOptions {
  /** Checkpoints in diffusers' ONNX layout, or folders of them, beside the shipped model. */
  modelFolders?: readonly string[];
  /** Threads of each network; absent: as many as the machine has cores. */
  threads?: number;
  /** Told of each folder that was left out, and why; absent: a line on the standard error. */
  onSkipped?: (sentence: string) => void;
}

/** What denoising strength means when a source comes without one: nothing of it is left but where a mask keeps it. */
const DENOISING_STRENGTH = 1;

/**
 * Stable Diffusion checkpoints in ONNX, on this machine's processor. It always has the small model that ships with this
 * package. The same task gives the same bytes, and each picture of a batch is what its seed gives alone.
 */
export function createOnnxEngine(options: OnnxEngineOptions = {}): ImageEngine {
  const { modelFolders = [], threads, onSkipped = console.warn } = options;
  const models = createModelHolder(threads);
  const upscalers = createUpscalers(threads);
  let read: Promise<Map<string, CatalogEntry>> | undefined;
  const catalog = () => {
    read ??= readCatalog(modelFolders, onSkipped);
    return read;
  };
  const entryOf = async (name: string) => {
    const entry = (await catalog()).get(name);
    if (!entry) throw new EngineError('model_missing', `There is no model named ${name}`);
    return entry;
  };
  const capabilities = async () => capabilitiesOf([...(await catalog()).values()]);

  return {
    name: 'onnx',
    capabilities,
    async load(name) {
      await models.get(await entryOf(name));
    },
    async generate(task, onProgress, signal) {
      const entry = await entryOf(task.model);
      const checked = checkTask(task, entry, await capabilities());
      signal.throwIfAborted();
      if (!models.holds(entry.name)) onProgress({ step: 0, steps: task.steps, stage: 'loading' });
      const model = await models.get(entry);
      try {
        return await makePictures(checked, { entry, model, upscalers, onProgress, signal });
      } catch (error) {
        throw signal.aborted ? error : asEngineError(error);
      }
    },
    async close() {
      await models.release();
      await upscalers.release();
    },
  };
}

function capabilitiesOf(entries: readonly CatalogEntry[]): EngineCapabilities {
  const models = entries.map(entry => {
    const { name, baseline } = entry;
    return [name, { baseline, memoryBytes: loadedBytes(entry) }] as const;
  });
  const readsPictures = entries.every(entry => entry.readsPictures);
  return {
    models: Object.fromEntries(models),
    samplers: Object.keys(SAMPLER_FUNCTIONS) as SamplerName[],
    postProcessors: POST_PROCESSORS,
    ...machineLimits(entries),
    img2img: readsPictures,
    inpainting: readsPictures,
    tiling: false,
    loras: false,
    controlNet: false,
    clipSkip: false,
  };
}

interface Workshop {
  entry: CatalogEntry;
  model: DiffusionModel;
  upscalers: Upscalers;
  onProgress: (progress: Progress) => void;
  signal: AbortSignal;
}

async function makePictures(task: CheckedTask, workshop: Workshop): Promise<ImageResult[]> {
  const { entry, model, upscalers, onProgress, signal } = workshop;
  const { steps, seeds } = task;
  const size = { width: task.width, height: task.height };
  const drawn = drawnSize(entry, size);
  const source = task.sourceImage && (await readSource(task.sourceImage, task.sourceMask));
  const pictures = await draw(
    model,
    { ...task, ...drawn, ...(source ? { source: await drawFrom(source, drawn, task) } : {}) },
    {
      onStep: step => onProgress({ step, steps, stage: 'generating' }),
      onDecode: () => onProgress({ step: steps, steps, stage: 'decoding' }),
      signal,
    },
  );
  const kept = source?.mask && { source: await source.picture(size), mask: await source.mask(size) };
  const results: ImageResult[] = [];
  for (const [batchIndex, picture] of pictures.entries()) {
    const finished = await finish(picture, {
      size,
      fromSource: source !== undefined,
      upscalers,
      ...(kept ? { kept } : {}),
      postProcessing: task.postProcessing ?? [],
      signal,
      onTile: () => onProgress({ step: steps, steps, stage: 'post-processing' }),
    });
    signal.throwIfAborted();
    const { width, height } = finished;
    const image = await encodeWebp(finished);
    results.push({ image, seed: seeds[batchIndex]!, batchIndex, width, height });
  }
  return results;
}

/** What the network draws at, to be brought to `size` afterwards. */
function drawnSize({ trainedSizeOnly, config }: CatalogEntry, size: Size): Size {
  return trainedSizeOnly ? { width: config.trainedPixels, height: config.trainedPixels } : size;
}

async function drawFrom(source: Source, size: Size, task: CheckedTask) {
  return {
    picture: await source.picture(size),
    denoisingStrength: task.denoisingStrength ?? DENOISING_STRENGTH,
    ...(source.mask ? { mask: await source.mask(size) } : {}),
  };
}
