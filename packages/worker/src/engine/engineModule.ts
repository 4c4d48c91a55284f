import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../config/config.ts';

/**
 * The address of the module that `engine` of the configuration means: `onnx`, a file, or a package.
 * @throws ConfigError when it is a package that is not installed
 */
export function engineModuleUrl(engine: string): string {
  if (engine === 'onnx') return new URL('./onnx.ts', import.meta.url).href;
  if (/^(file|data):/.test(engine)) return engine;
  if (/^\.{0,2}[\\/]|^[A-Za-z]:[\\/]|\.[cm]?[jt]s$/.test(engine))
    return pathToFileURL(path.resolve(engine)).href;
  try {
    return pathToFileURL(createRequire(path.resolve('worker.js')).resolve(engine)).href;
  } catch {
    throw new ConfigError([`engine: there is no package ${engine} here; a file begins with ./ or /`]);
  }
}
