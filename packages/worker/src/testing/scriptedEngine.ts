import {
  type EngineCapabilities,
  EngineError,
  type ImageEngine,
  type ImageTask,
} from '@openhorde/inference/engine';

/*
 * An engine that does what the first word of the prompt says. Its pictures are text: `model|prompt|seed`.
 *
 *   crash   ends the process in the middle          throw   fails in a way that no engine should
 *   hang    never ends and never tells anything     fault   refuses the task with a reason
 *   block   as hang, with the event loop blocked    stall   works on until it is cancelled
 *   deaf    as hang, and ignores being cancelled    source  needs a readable source image
 *
 * Anything else is done at once. Option `startFails`: the engine cannot be built.
 */

const CAPABILITIES: EngineCapabilities = {
  models: {
    'test-model': { baseline: 'openhorde_tiny', memoryBytes: 1 },
    second: { baseline: 'x', memoryBytes: 1 },
  },
  samplers: ['k_euler', 'k_euler_a', 'lcm'],
  postProcessors: ['RealESRGAN_x2plus'],
  maxPixels: 512 * 512,
  maxBatch: 4,
  img2img: true,
  inpainting: true,
  tiling: false,
  loras: false,
  controlNet: false,
  clipSkip: true,
};

/** @public loaded by the engine process */
export function createEngine(options: { startFails?: boolean }): ImageEngine {
  if (options.startFails) throw new Error('no such model folder');
  return {
    name: 'scripted',
    capabilities: async () => CAPABILITIES,
    load: async () => {},
    generate,
    close: async () => {},
  };
}

const generate: ImageEngine['generate'] = async (task, onProgress, signal) => {
  onProgress({ step: 1, steps: task.steps, stage: 'generating' });
  const [verb] = task.prompt.split(' ');
  if (verb === 'crash') {
    console.error('segmentation fault in the engine');
    process.exit(139);
  }
  if (verb === 'throw') throw new TypeError('undefined is not a tensor');
  if (verb === 'fault') throw new EngineError('out_of_memory', 'the picture needs 90 GB');
  if (verb === 'source' && !isPicture(task.sourceImage)) {
    throw new EngineError('bad_source_image', 'the source image is broken');
  }
  if (verb === 'block') for (;;);
  if (verb === 'hang' || verb === 'deaf') {
    await new Promise((_, reject) => {
      if (verb === 'hang') signal.addEventListener('abort', () => reject(signal.reason));
    });
  }
  if (verb === 'stall') {
    for (let step = 1; !signal.aborted; step++) {
      onProgress({ step, steps: 1_000_000, stage: 'generating' });
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }
  signal.throwIfAborted();
  return pictures(task);
};

function pictures(task: ImageTask) {
  return task.seeds.map((seed, batchIndex) => ({
    image: new TextEncoder().encode(`${task.model}|${task.prompt}|${seed}`),
    seed,
    batchIndex,
    width: task.width,
    height: task.height,
  }));
}

/** An absent source is fine: the worker made text-to-image of it. */
function isPicture(source: Uint8Array | undefined): boolean {
  return source === undefined || source.length > 20;
}

export const scriptedEngineUrl = import.meta.url;
