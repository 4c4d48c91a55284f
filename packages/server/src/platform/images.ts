import sharp, { type Metadata } from 'sharp';
import { decodeBase64 } from './base64.ts';
import { ImageError } from './imageError.ts';
import { type ImageFormat, sniffImage } from './imageSniff.ts';
import { ImageTurns } from './imageTurns.ts';
import { householdOf } from './networks.ts';

export interface ImageFacts {
  format: ImageFormat;
  width: number;
  height: number;
  hasAlpha: boolean;
}

/** Bounds that hold for every image, from requesters and workers alike. */
export interface ImageLimits {
  /** width × height. Default 3072 × 3072 (rules-storage-stats §2). */
  pixelsMax: number;
  /** Default 16383, the largest WebP there is. */
  sideMax: number;
  /** Of an animation; only the first frame is ever used. Default 100. */
  framesMax: number;
  /** Default 20 MiB. */
  sizeBytesMax: number;
}

export const IMAGE_LIMITS: ImageLimits = {
  pixelsMax: 3072 * 3072,
  sideMax: 16383,
  framesMax: 100,
  sizeBytesMax: 20 * 1024 * 1024,
};

/** At a time: each takes a core, and of the threads, which are also those of the file system, as many stay free. */
const CONVERSIONS_MAX = 2;
/** Images that wait for their turn: with 3072 × 3072 ones, a minute. */
const WAITING_MAX = 64;
const CONVERSION_SECONDS_MAX = 20;

/**
 * Whose images they are: no sender keeps the others from their turns by many calls, accounts or addresses.
 */
export interface ImageSender {
  accountId: number;
  /** Null: not known. */
  ip: string | null;
}

/** The one way by which foreign image bytes come in. */
export interface ImageDoor {
  from(sender: ImageSender): SentImages;
}

/** Images of one sender. Every method throws only `ImageError`. */
export interface SentImages {
  /** What the header says. No pixel is decoded, so `limits` may be wider than those of what is decoded. */
  inspect(bytes: Uint8Array, limits?: Partial<ImageLimits>): Promise<ImageFacts>;
  /**
   * Decodes the first frame, turns it upright, drops every metadata, and encodes it again as WebP.
   * Runs off the event loop. @param quality 1…100.
   */
  toWebp(bytes: Uint8Array, quality: number): Promise<Buffer>;
  /** Bytes of base64 text, bare or as `data:` address. */
  decodeBase64(text: string): Buffer;
}

/** Whatever reads more of an image than its first bytes takes a turn: a header may hold megabytes of compressed text. */
export function createImageDoor(limits: Partial<ImageLimits> = {}): ImageDoor {
  const defaults = { ...IMAGE_LIMITS, ...limits };
  const turns = new ImageTurns(CONVERSIONS_MAX, WAITING_MAX);
  // Its cache of decoded images would keep memory for images that never come again.
  sharp.cache(false);
  sharp.concurrency(1);

  return {
    from({ accountId, ip }) {
      const names = [`account ${accountId}`, ...(ip === null ? [] : [`address ${householdOf(ip)}`])];
      return {
        async inspect(bytes, wider = {}) {
          const bounds = { ...defaults, ...wider };
          const format = formatOf(bytes, bounds);
          return turns.run(names, () => readFacts(bytes, format, bounds));
        },
        async toWebp(bytes, quality) {
          const format = formatOf(bytes, defaults);
          return turns.run(names, async () => {
            await readFacts(bytes, format, defaults);
            return convert(bytes, quality, defaults.pixelsMax);
          });
        },
        decodeBase64,
      };
    },
  };
}

/** By size and first bytes. @throws ImageError `too large`, `not an image` */
function formatOf(bytes: Uint8Array, { sizeBytesMax }: ImageLimits): ImageFormat {
  if (bytes.byteLength > sizeBytesMax) throw new ImageError('too large', `more than ${sizeBytesMax} bytes`);
  const format = sniffImage(bytes);
  if (!format) throw new ImageError('not an image', 'neither PNG, JPEG, WebP, GIF nor AVIF');
  return format;
}

async function readFacts(bytes: Uint8Array, format: ImageFormat, bounds: ImageLimits): Promise<ImageFacts> {
  const header = await readHeader(bytes);
  const { width, pages: frames = 1, hasAlpha } = header;
  // An animation reports the height of one frame, or of all of them one below the other.
  const height = header.pageHeight ?? header.height;
  checkSize(width, height, frames, bounds);
  return { format, width, height, hasAlpha };
}

async function convert(bytes: Uint8Array, quality: number, pixelsMax: number): Promise<Buffer> {
  try {
    return await sharp(bytes, {
      limitInputPixels: pixelsMax,
      failOn: 'error',
      pages: 1,
      sequentialRead: true,
    })
      .autoOrient()
      .webp({ quality })
      .timeout({ seconds: CONVERSION_SECONDS_MAX })
      .toBuffer();
  } catch (error) {
    throw new ImageError('unreadable', messageOf(error), { cause: error });
  }
}

async function readHeader(bytes: Uint8Array): Promise<Metadata> {
  try {
    // No limit here: we want to know the size of what is too large, and nothing is decoded.
    return await sharp(bytes, { limitInputPixels: false, failOn: 'error' }).metadata();
  } catch (error) {
    throw new ImageError('unreadable', messageOf(error), { cause: error });
  }
}

function checkSize(width: number, height: number, frames: number, bounds: ImageLimits): void {
  const { pixelsMax, sideMax, framesMax } = bounds;
  if (width * height > pixelsMax) {
    throw new ImageError('resolution', `${width} × ${height} is more than ${pixelsMax} pixels`);
  }
  if (Math.max(width, height) > sideMax) {
    throw new ImageError('unreadable', `a side of ${Math.max(width, height)} is more than ${sideMax} pixels`);
  }
  if (frames > framesMax) throw new ImageError('unreadable', `more than ${framesMax} frames`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
