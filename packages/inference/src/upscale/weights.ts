import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ncnnToOnnx } from './ncnnToOnnx.ts';

/** Networks whose weights lie in `models/upscalers`, with their notice. */
export type UpscalerName = 'realesrgan-x4fast' | 'realesrgan-x4plus';

/**
 * How they are run; both enlarge four times. x4plus needs more memory for each pixel, so its tiles are smaller. x4fast
 * cut into tiles differs from the whole by 11 of 255 with a margin of 16 and by 1 with 24 (a fine pattern of waves).
 */
export const UPSCALERS: Record<UpscalerName, { scale: number; tileSide: number; margin: number }> = {
  'realesrgan-x4fast': { scale: 4, tileSide: 256, margin: 24 },
  'realesrgan-x4plus': { scale: 4, tileSide: 128, margin: 12 },
};

/** The network as an ONNX model. */
export async function readUpscaler(name: UpscalerName): Promise<Uint8Array> {
  const file = (ending: string) =>
    fileURLToPath(new URL(`../../models/upscalers/${name}.${ending}`, import.meta.url));
  return ncnnToOnnx(await readFile(file('param'), 'utf8'), await readFile(file('bin')));
}
