import type { EngineCapabilities } from '@openhorde/inference/engine';
import type { WorkerConfig } from '../config/config.ts';

/*
 * Which of its models an engine offers: `models_to_load` without `models_to_skip`. Beside names these lists may hold the
 * commands of spec `worker.md` §3.1. Here they choose among the models of the engine, since this worker downloads none.
 */

export type EngineModels = EngineCapabilities['models'];
type Wanted = Pick<WorkerConfig, 'modelsToLoad' | 'modelsToSkip'>;

const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  sdxl: ['stable_diffusion_xl'],
  sd15: ['stable_diffusion_1'],
  sd21: ['stable_diffusion_2_512', 'stable_diffusion_2_768'],
};

type Entry =
  | { is: 'name'; name: string }
  | { is: 'all' }
  | { is: 'family'; baselines: readonly string[] }
  | { is: 'rank'; from: 'top' | 'bottom'; count: number }
  /** A command by something that an engine does not tell of its models, such as their style. */
  | { is: 'strange' };

function entryOf(written: string, models: EngineModels): Entry {
  if (Object.hasOwn(models, written)) return { is: 'name', name: written };
  if (/^all(?: models?)?$/i.test(written)) return { is: 'all' };
  const [, direction, count] = /^(top|bottom) (\d+)/i.exec(written) ?? [];
  if (direction) {
    return { is: 'rank', from: direction.toLowerCase() === 'top' ? 'top' : 'bottom', count: Number(count) };
  }
  const [, group] = /^all (sdxl|sd15|sd21|sfw|nsfw|inpainting|\w+(?= models?$))\b/i.exec(written) ?? [];
  if (group === undefined) return { is: 'name', name: written };
  const baselines = FAMILIES[group.toLowerCase()];
  return baselines ? { is: 'family', baselines } : { is: 'strange' };
}

/** Whether the lists ask how much models are used. */
export function needsRanking({ modelsToLoad, modelsToSkip }: Wanted): boolean {
  return [...modelsToLoad, ...modelsToSkip].some(entry => /^(top|bottom) \d/i.test(entry));
}

/**
 * Models that the owner wants to offer, in the order of the engine; an empty list wants every one.
 * @param ranking names by use, the most used first; models that are not in it count as the least used
 */
export function offeredModels(wanted: Wanted, models: EngineModels, ranking: readonly string[]): string[] {
  const names = Object.keys(models);
  const place = new Map(ranking.map((name, i) => [name, i]));
  const byUse = names.toSorted((a, b) => (place.get(a) ?? ranking.length) - (place.get(b) ?? ranking.length));
  const chosen = (written: string): readonly string[] => {
    const entry = entryOf(written, models);
    switch (entry.is) {
      case 'name':
        return [entry.name];
      case 'all':
        return names;
      case 'family':
        return names.filter(name => entry.baselines.includes(models[name]!.baseline));
      case 'rank':
        return (entry.from === 'top' ? byUse : byUse.toReversed()).slice(0, entry.count);
      case 'strange':
        return [];
    }
  };
  const load = new Set(wanted.modelsToLoad.length === 0 ? names : wanted.modelsToLoad.flatMap(chosen));
  const skip = new Set(wanted.modelsToSkip.flatMap(chosen));
  return names.filter(name => load.has(name) && !skip.has(name));
}

/** Sentences about what stands in the lists and comes to nothing. */
export function modelWarnings({ modelsToLoad, modelsToSkip }: Wanted, models: EngineModels): string[] {
  const is = (kind: Entry['is']) => (written: string) => entryOf(written, models).is === kind;
  const missing = modelsToLoad.filter(name => is('name')(name) && !Object.hasOwn(models, name));
  const strange = [...modelsToLoad, ...modelsToSkip].filter(is('strange'));
  return [
    ...(missing.length > 0
      ? [`models_to_load names what the engine does not have: ${missing.join(', ')}`]
      : []),
    ...(strange.length > 0
      ? [`What the engine does not tell of its models cannot choose among them: ${strange.join(', ')}`]
      : []),
  ];
}
