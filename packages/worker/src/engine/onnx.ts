import {
  createOnnxEngine,
  EngineError,
  type ImageEngine,
  type OnnxEngineOptions,
} from '@openhorde/inference';

/**
 * The engine module that `engine: onnx` means. Takes `model_folders` (or `modelFolders`) and `threads`.
 * @throws EngineError for options that it does not know, which is likelier a typing error than a wish
 * @public loaded by the engine process
 */
export function createEngine(options: Record<string, unknown>): ImageEngine {
  const { modelFolders, model_folders: folders = modelFolders, threads, ...unknown } = options;
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw new EngineError('failed', `engine_options: onnx knows no ${name}`);
  const wanted: OnnxEngineOptions = {};
  if (folders !== undefined && folders !== null) wanted.modelFolders = folderList(folders);
  if (threads !== undefined && threads !== null) wanted.threads = threadCount(threads);
  return createOnnxEngine(wanted);
}

function folderList(value: unknown): string[] {
  const folders: unknown[] = Array.isArray(value) ? value : [value];
  if (folders.every(folder => typeof folder === 'string')) return folders;
  throw new EngineError('failed', 'engine_options: model_folders should be a list of folders');
}

function threadCount(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw new EngineError('failed', 'engine_options: threads should be a whole number from 1');
}
