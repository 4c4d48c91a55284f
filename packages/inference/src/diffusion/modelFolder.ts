import type { InferenceSession } from 'onnxruntime-common';

/**
 * A checkpoint in the folder layout that diffusers and optimum write, however its files are reached: from a disk in
 * Node, over HTTP in a browser. Paths are relative, with `/`.
 */
export interface ModelFolder {
  /** The text of a small file; undefined when there is none. */
  readText(path: string): Promise<string | undefined>;
  /** Opens a network; undefined when there is no such file. Weights beside it (`model.onnx_data`) belong to it. */
  openSession(path: string): Promise<InferenceSession | undefined>;
}

/** The folder is not a checkpoint that this code can run; the message says why. */
export class ModelFolderError extends Error {
  override readonly name = 'ModelFolderError';
}

export type Json = Record<string, unknown>;

/**
 * @returns undefined when there is no such file
 * @throws ModelFolderError when it holds no JSON object
 */
export async function readJson(folder: ModelFolder, path: string): Promise<Json | undefined> {
  const text = await folder.readText(path);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch {
    // Text that is not JSON at all gets the error below, too.
  }
  throw new ModelFolderError(`${path} holds no JSON object`);
}

export function numberIn(config: Json | undefined, name: string): number | undefined {
  const value = config?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function numbersIn(config: Json | undefined, name: string): number[] | undefined {
  const value = config?.[name];
  return Array.isArray(value) && value.every(item => typeof item === 'number') ? value : undefined;
}
