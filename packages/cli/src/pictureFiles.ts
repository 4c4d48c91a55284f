import { constants } from 'node:fs';
import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Complaint } from './terminal.ts';

/** Formats by the ending of a file. */
const FORMATS = { '.webp': 'webp', '.png': 'png', '.jpg': 'jpeg', '.jpeg': 'jpeg' } as const;
type Format = (typeof FORMATS)[keyof typeof FORMATS];

/** No horde draws more. */
const PIXELS_MAX = 100_000_000;

/** Where pictures are to go. */
export interface PictureFiles {
  /** One for each picture that was asked for; checked when this was made. */
  readonly names: readonly string[];
  /** Writes a picture in the format of its file's ending. @throws Complaint */
  write(name: string, image: Uint8Array): Promise<void>;
}

/**
 * The files of `count` pictures: `cat.webp`, or `cat-1.webp` and so on.
 * @param force whether files that are there may be replaced
 * @throws Complaint for an ending that is no format, and for a file that is there; an error of the system for a folder that
 * cannot be written: all of it before anything is asked for
 */
export async function pictureFiles(output: string, count: number, force: boolean): Promise<PictureFiles> {
  const ending = path.extname(output).toLowerCase();
  const format = FORMATS[ending as keyof typeof FORMATS];
  if (!format) {
    const endings = Object.keys(FORMATS).join(', ');
    throw new Complaint(`${output} should end in one of ${endings}, which says the format to write.`);
  }
  const names = Array.from({ length: count }, (_, i) => (count > 1 ? numbered(output, i + 1) : output));
  if (!force) {
    for (const name of names) {
      if (await isThere(name))
        throw new Complaint(`${name} is there already. Name another file with --output, or add --force.`);
    }
  }
  const folder = path.dirname(path.resolve(output));
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK);
  return {
    names,
    async write(name, image) {
      const bytes = await asFormat(image, format);
      await writeFile(name, bytes, { flag: force ? 'w' : 'wx' });
    },
  };
}

/** The picture in a format, untouched where it has that already. */
async function asFormat(image: Uint8Array, format: Format): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const picture = sharp(image, { limitInputPixels: PIXELS_MAX });
  try {
    const { format: found } = await picture.metadata();
    return found === format ? image : await picture.toFormat(format).toBuffer();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Complaint(`What the horde sent is no picture: ${reason}`);
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** `cat.webp` -> `cat-2.webp` */
function numbered(file: string, count: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${count}${ext}`);
}
