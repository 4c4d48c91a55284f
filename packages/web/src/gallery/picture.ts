/** One picture in the gallery: everything but its bytes, frozen when it arrived. */
import type { Settings } from '../create/settings.ts';

export interface Picture {
  /** Id of the horde's job. */
  id: string;
  /** The click it came from. */
  jobId: string;
  createdAtMs: number;
  /** As asked, with the seed that was really used. */
  settings: Settings;
  /** The model that really drew it. */
  model: string;
  workerId: string;
  workerName: string;
  /** Price of this one picture; null when unknown. */
  kudos: number | null;
  fromPicture: boolean;
  /** The worker replaced it with a notice. */
  censored: boolean;
  /** Remarks of the worker: `type: value`. */
  remarks: { type: string; value: string; ref?: string }[];
  mimeType: string;
  sizeBytes: number;
  /** Real pixels of the file; a worker may deliver another size than asked. */
  widthPixels: number;
  heightPixels: number;
}

/** Pictures whose prompt, model, seed or worker holds every word; newest first. */
export function searchPictures(pictures: readonly Picture[], search: string): Picture[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (picture: Picture) => {
    const text = [
      picture.settings.prompt,
      picture.settings.negative,
      picture.model,
      picture.settings.seed,
      picture.workerName,
    ]
      .join('\n')
      .toLowerCase();
    return words.every(word => text.includes(word));
  };
  return pictures.filter(matches).sort((a, b) => b.createdAtMs - a.createdAtMs || b.id.localeCompare(a.id));
}

/** The size that was asked for, where the picture has another one. Post-processors that enlarge it are not asked for here. */
export function askedSize(picture: Picture): { widthPixels: number; heightPixels: number } | null {
  const { widthPixels, heightPixels } = picture.settings;
  return widthPixels === picture.widthPixels && heightPixels === picture.heightPixels
    ? null
    : { widthPixels, heightPixels };
}

/** Place of the picture in a batch of one seed, where the worker said so. */
export function batchIndexOf(picture: Picture): string | null {
  return picture.remarks.find(remark => remark.type === 'batch_index')?.ref ?? null;
}

const EXTENSIONS: Record<string, string> = { 'image/webp': 'webp', 'image/png': 'png', 'image/jpeg': 'jpg' };

/** `<seed>-<first words of the prompt>.<ext>`, with nothing in it that a file system dislikes. */
export function fileNameOf(picture: Picture): string {
  const words = picture.settings.prompt
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return `${[picture.settings.seed, words].filter(Boolean).join('-') || picture.id}.${EXTENSIONS[picture.mimeType] ?? 'bin'}`;
}
