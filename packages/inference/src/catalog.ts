import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CheckpointConfig, type ModelFolder, ModelFolderError, readConfig } from './diffusion/index.ts';
import { readJson } from './diffusion/modelFolder.ts';
import { EngineError } from './engine.ts';
import { exists, nodeFolder } from './onnx/nodeFolder.ts';

/** A checkpoint that can be offered. */
export interface CatalogEntry {
  /** As the horde knows it: the `name` of `openhorde.json` in the folder, else the folder's name. */
  name: string;
  /** Family that it belongs to, by the horde's words; `unknown` where the configuration does not tell. */
  baseline: string;
  folder: string;
  config: CheckpointConfig;
  /** True: it was trained for one size and is drawn at that alone; other sizes are made by enlarging. */
  trainedSizeOnly: boolean;
  /** False: the export has no `vae_encoder`, so it cannot start from a picture. */
  readsPictures: boolean;
  /** Size of its networks on the disk, bytes. */
  sizeBytes: number;
}

/** Models that this package brings. */
const SHIPPED = fileURLToPath(new URL('../models/', import.meta.url));

/**
 * The shipped models and those in `folders`, each a checkpoint itself or a folder of checkpoints (diffusers' layout). In a
 * folder of checkpoints those that cannot be run are told to `onSkipped` and left out; of two with the same name the
 * first counts, the shipped ones before others.
 * @throws EngineError `model_missing` when one of `folders` leads to no checkpoint that can be run
 */
export async function readCatalog(
  folders: readonly string[],
  onSkipped: (sentence: string) => void,
): Promise<Map<string, CatalogEntry>> {
  const catalog = new Map<string, CatalogEntry>();
  for (const root of [SHIPPED, ...folders.map(folder => path.resolve(folder))]) {
    const problems: string[] = [];
    let found = 0;
    for (const folder of await checkpointsIn(root)) {
      try {
        const entry = await readEntry(folder);
        found += 1;
        if (catalog.has(entry.name)) onSkipped(`${folder}: a model named ${entry.name} is there already`);
        else catalog.set(entry.name, entry);
      } catch (error) {
        if (!(error instanceof ModelFolderError)) throw error;
        problems.push(`${folder}: ${error.message}`);
      }
    }
    if (found === 0)
      throw new EngineError('model_missing', problems.join('; ') || `There is no model folder in ${root}`);
    for (const problem of problems) onSkipped(problem);
  }
  return catalog;
}

/** `root` when it is a checkpoint, else the folders in it that are, by name. */
async function checkpointsIn(root: string): Promise<string[]> {
  if (await isCheckpoint(root)) return [root];
  if (!(await exists(root))) return [];
  const names = (await readdir(root)).sort();
  const inside: string[] = [];
  for (const name of names) {
    const folder = path.join(root, name);
    if (await isCheckpoint(folder)) inside.push(folder);
  }
  return inside;
}

function isCheckpoint(folder: string): Promise<boolean> {
  return exists(path.join(folder, 'unet', 'model.onnx'));
}

async function readEntry(folder: string): Promise<CatalogEntry> {
  const files = nodeFolder(folder);
  const config = await readConfig(files);
  const card = await readCard(files);
  const encoder = path.join(folder, 'vae_encoder', 'model.onnx');
  return {
    name: card.name ?? path.basename(folder),
    baseline: card.baseline ?? baselineOf(config),
    folder,
    config,
    trainedSizeOnly: card.trainedSizeOnly,
    readsPictures: await exists(encoder),
    sizeBytes: await networkBytes(folder),
  };
}

/** `openhorde.json`: what the files of a checkpoint do not tell. */
async function readCard(files: ModelFolder) {
  const card = await readJson(files, 'openhorde.json');
  const text = (name: string) => (typeof card?.[name] === 'string' ? card[name] : undefined);
  return {
    name: text('name'),
    baseline: text('baseline'),
    trainedSizeOnly: card?.drawnAtTrainedSizeOnly === true,
  };
}

/** The families of Stable Diffusion differ in the width of their text vectors. */
function baselineOf({ textWidth, trainedPixels }: CheckpointConfig): string {
  if (textWidth === 768) return 'stable_diffusion_1';
  if (textWidth === 1024) return trainedPixels >= 768 ? 'stable_diffusion_2_768' : 'stable_diffusion_2_512';
  return 'unknown';
}

async function networkBytes(folder: string): Promise<number> {
  let sum = 0;
  for (const part of ['text_encoder', 'unet', 'vae_decoder', 'vae_encoder']) {
    const inside = path.join(folder, part);
    if (!(await exists(inside))) continue;
    for (const name of await readdir(inside)) sum += (await stat(path.join(inside, name))).size;
  }
  return sum;
}
