import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImageEngine } from '@openhorde/inference';

/** @public loaded by the engine process of a worker: starts to make pictures only when the file `gate` stands. */
export function createEngine({ gate }: { gate: string }): ImageEngine {
  return {
    name: 'gated',
    capabilities: async () => ({
      models: { Deliberate: { baseline: 'stable diffusion 1', memoryBytes: 1 } },
      samplers: ['k_euler_a'],
      postProcessors: [],
      maxPixels: 4_194_304,
      maxBatch: 20,
      img2img: false,
      inpainting: false,
      tiling: false,
      loras: false,
      controlNet: false,
      clipSkip: false,
    }),
    load: async () => {},
    async generate(task, onProgress, signal) {
      while (!existsSync(gate)) {
        onProgress({ step: 0, steps: task.steps, stage: 'generating' });
        await pause(20, undefined, { signal });
      }
      const { width, height, seeds } = task;
      const image = new TextEncoder().encode(task.prompt);
      return seeds.map((seed, batchIndex) => ({ image, seed, batchIndex, width, height }));
    },
    close: async () => {},
  };
}

export const gatedEngineUrl = import.meta.url;
