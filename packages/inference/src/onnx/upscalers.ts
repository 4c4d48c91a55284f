import type { PostProcessor } from '@openhorde/contract';
import * as ort from 'onnxruntime-node';
import type { Upscaler } from '../upscale/enlarge.ts';
import { readUpscaler, UPSCALERS, type UpscalerName } from '../upscale/weights.ts';
import { sessionOptions } from './nodeFolder.ts';

/** Post-processors by their names in the horde -> the network that does them. */
const NETWORKS: Partial<Record<PostProcessor, UpscalerName>> = {
  RealESRGAN_x4plus: 'realesrgan-x4plus',
};
export const POST_PROCESSORS = Object.keys(NETWORKS) as PostProcessor[];

/** Super-resolution networks, loaded when they are first wanted. */
export interface Upscalers {
  /** The quick one, for bringing small pictures to the size that was asked for. */
  quick(): Promise<Upscaler>;
  of(name: PostProcessor): Promise<Upscaler>;
  release(): Promise<void>;
}

export function createUpscalers(threads?: number): Upscalers {
  const loaded = new Map<UpscalerName, Promise<Upscaler>>();
  const get = (name: UpscalerName) => {
    const upscaler = loaded.get(name) ?? open(name, threads);
    loaded.set(name, upscaler);
    return upscaler;
  };
  return {
    quick: () => get('realesrgan-x4fast'),
    of(name) {
      const network = NETWORKS[name];
      if (!network) throw new Error(`${name} is no upscaler of this engine`);
      return get(network);
    },
    async release() {
      const open = [...loaded.values()];
      loaded.clear();
      for (const upscaler of open) await (await upscaler).session.release();
    },
  };
}

async function open(name: UpscalerName, threads?: number): Promise<Upscaler> {
  const session = await ort.InferenceSession.create(await readUpscaler(name), sessionOptions(threads));
  return { session, ...UPSCALERS[name] };
}
