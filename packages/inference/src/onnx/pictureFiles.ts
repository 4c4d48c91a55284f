import sharp, { type Sharp } from 'sharp';
import type { Mask, Picture } from '../diffusion/index.ts';
import { EngineError } from '../engine.ts';

export interface Size {
  width: number;
  height: number;
}

/** Larger pictures than this are refused before they are decoded: 4096 x 4096. */
const SOURCE_PIXELS_MAX = 4096 ** 2;
const OPEN = { limitInputPixels: SOURCE_PIXELS_MAX, failOn: 'error' } as const;
const WEBP = { quality: 95, smartSubsample: true } as const;

/** What a task starts from, decoded once: it can be had in any size. */
export interface Source {
  picture(size: Size): Promise<Picture>;
  /** What is drawn anew; absent for plain img2img. */
  mask?: (size: Size) => Promise<Mask>;
}

/**
 * Reads a source image and its mask. Without a mask, the transparent pixels of the source are drawn anew.
 * @throws EngineError `bad_source_image` when one of them cannot be read
 */
export async function readSource(image: Uint8Array, mask: Uint8Array | undefined): Promise<Source> {
  try {
    const colours = await decoded(sharp(image, OPEN).autoOrient().toColourspace('srgb').ensureAlpha());
    const transparent = (await decoded(opened(colours).extractChannel(3).negate())).data;
    const source: Source = {
      picture: async size => rawPicture(resized(opened(colours).removeAlpha(), size)),
    };
    if (mask) {
      const greys = await decoded(sharp(mask, OPEN).autoOrient().removeAlpha().toColourspace('b-w'));
      source.mask = size => rawMask(greys, size);
    } else if (transparent.some(value => value > 0)) {
      source.mask = size => rawMask({ ...colours, channels: 1, data: transparent }, size);
    }
    return source;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new EngineError('bad_source_image', `The source image cannot be read: ${message}`, {
      cause: error,
    });
  }
}

/** Stretched to a size (Lanczos). */
export async function stretched(picture: Picture, size: Size): Promise<Picture> {
  if (picture.width === size.width && picture.height === size.height) return picture;
  return rawPicture(resized(open(picture), size));
}

/** A picture in the middle of a larger ground of one colour. */
export async function onGround(
  picture: Picture,
  size: Size,
  colour: [number, number, number],
): Promise<Picture> {
  const left = Math.floor((size.width - picture.width) / 2);
  const top = Math.floor((size.height - picture.height) / 2);
  const [r, g, b] = colour;
  return rawPicture(
    open(picture).extend({
      left,
      top,
      right: size.width - picture.width - left,
      bottom: size.height - picture.height - top,
      background: { r, g, b },
    }),
  );
}

/** A finished picture as WebP: the same picture gives the same bytes, and nothing but the picture is in them. */
export async function encodeWebp(picture: Picture): Promise<Uint8Array> {
  return new Uint8Array(await open(picture).webp(WEBP).toBuffer());
}

/** Decoded pixels of 1, 3 or 4 channels. */
interface Pixels extends Size {
  channels: 1 | 3 | 4;
  data: Uint8Array;
}

async function decoded(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 1 && channels !== 3 && channels !== 4) throw new Error(`${channels} channels`);
  return { width, height, channels, data: new Uint8Array(data) };
}

function opened({ data, width, height, channels }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

function open(picture: Picture): Sharp {
  return opened({ ...picture, channels: 3 });
}

function resized(image: Sharp, { width, height }: Size): Sharp {
  return image.resize(width, height, { fit: 'fill', kernel: 'lanczos3' });
}

async function rawPicture(image: Sharp): Promise<Picture> {
  const { data, width, height } = await decoded(image.toColourspace('srgb'));
  return { width, height, data };
}

/** Resized without ringing: a mask's edges must not spill over. */
async function rawMask(greys: Pixels, { width, height }: Size): Promise<Mask> {
  const image = opened(greys).resize(width, height, { fit: 'fill', kernel: 'linear' });
  return { width, height, data: (await decoded(image.toColourspace('b-w'))).data };
}
