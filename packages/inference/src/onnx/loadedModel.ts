import type { CatalogEntry } from '../catalog.ts';
import { type DiffusionModel, loadModel } from '../diffusion/index.ts';
import { asEngineError } from './faults.ts';
import { nodeFolder } from './nodeFolder.ts';

/** Holds one model at a time: on the machines that this engine is for, two rarely fit. */
export interface ModelHolder {
  /** @throws EngineError when the model cannot be loaded; then none is held */
  get(entry: CatalogEntry): Promise<DiffusionModel>;
  /** True when this model can be used at once. */
  holds(name: string): boolean;
  release(): Promise<void>;
}

export function createModelHolder(threads?: number): ModelHolder {
  let held: { name: string; model: DiffusionModel } | undefined;
  const release = async () => {
    const { model } = held ?? {};
    held = undefined;
    await model?.release();
  };
  return {
    async get(entry) {
      if (held?.name === entry.name) return held.model;
      await release();
      try {
        held = { name: entry.name, model: await loadModel(nodeFolder(entry.folder, threads)) };
      } catch (error) {
        throw asEngineError(error);
      }
      return held.model;
    },
    holds: name => held?.name === name,
    release,
  };
}
