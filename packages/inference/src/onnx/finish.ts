import type { PostProcessor } from '@openhorde/contract';
import { type Mask, type Picture, pasteKept } from '../diffusion/index.ts';
import { enlarge } from '../upscale/enlarge.ts';
import { onGround, type Size, stretched } from './pictureFiles.ts';
import type { Upscalers } from './upscalers.ts';

/** What a drawn picture still needs. */
export interface Finishing {
  size: Size;
  /** True: it was drawn over a source image that was squeezed into its size. */
  fromSource: boolean;
  upscalers: Upscalers;
  /** Kept parts of the source, in the size asked for. */
  kept?: { source: Picture; mask: Mask };
  postProcessing: readonly PostProcessor[];
  signal: AbortSignal;
  /** After each tile, so that one sees that it goes on. */
  onTile: () => void;
}

/**
 * The network enlarges four times at once. Up to this factor plain resizing after it looks the same and is a hundred
 * times cheaper (64 to 512 pixels: once, then twice by Lanczos).
 */
const PLAIN_FACTOR_MAX = 2;

/**
 * Brings a drawn picture to the size that was asked for, puts back what inpainting keeps, then runs the post-processors
 * in their order. A square picture for a longer format stands in the middle of its own ground; what came from a source
 * image is stretched back as the source was.
 */
export async function finish(drawn: Picture, finishing: Finishing): Promise<Picture> {
  const { kept, upscalers, postProcessing, signal, onTile } = finishing;
  let picture = await toSize(drawn, finishing);
  if (kept) picture = pasteKept(picture, kept.source, kept.mask);
  for (const name of postProcessing)
    picture = await enlarge(await upscalers.of(name), picture, signal, onTile);
  return picture;
}

async function toSize(drawn: Picture, finishing: Finishing): Promise<Picture> {
  const { size, fromSource, upscalers, signal, onTile } = finishing;
  const inner = innerSize(drawn, size, fromSource);
  let picture = drawn;
  const factor = () => Math.max(inner.width / picture.width, inner.height / picture.height);
  while (factor() > PLAIN_FACTOR_MAX)
    picture = await enlarge(await upscalers.quick(), picture, signal, onTile);
  picture = await stretched(picture, inner);
  const whole = inner.width === size.width && inner.height === size.height;
  return whole ? picture : onGround(picture, size, groundColour(picture));
}

/** The size that a picture is enlarged to before it is put on its ground: a square, or the whole size. */
function innerSize(drawn: Size, size: Size, fromSource: boolean): Size {
  if (fromSource || drawn.width !== drawn.height) return size;
  const side = Math.min(size.width, size.height);
  return { width: side, height: side };
}

/** The colour that most of a picture's edge has: the median of each channel. */
function groundColour({ data, width, height }: Picture): [number, number, number] {
  const edge: number[] = [];
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) edge.push(y * width + x);
  }
  const median = (channel: number) => {
    const values = edge.map(at => data[3 * at + channel]!).sort((a, b) => a - b);
    return values[values.length >> 1]!;
  };
  return [median(0), median(1), median(2)];
}
