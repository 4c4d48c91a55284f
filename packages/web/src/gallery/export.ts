/** Pictures as a zip, each file with a JSON beside it. */
import { downloadZip } from 'client-zip';
import { saveAs } from './download.ts';
import type { Picture } from './picture.ts';
import { pictureFile } from './pictures.ts';
import { sidecarOf, zipNames } from './sidecar.ts';

/** Saves a zip of these pictures. The files are read one after the other, never all at once. */
export async function exportPictures(pictures: readonly Picture[]): Promise<void> {
  const names = zipNames(pictures);
  async function* entries() {
    for (const [index, picture] of pictures.entries()) {
      const file = await pictureFile(picture.id);
      const lastModified = new Date(picture.createdAtMs);
      const { file: name, sidecar } = names[index]!;
      if (file) yield { name, input: file, lastModified };
      yield { name: sidecar, input: JSON.stringify(sidecarOf(picture), null, 2), lastModified };
    }
  }
  const blob = await downloadZip(entries()).blob();
  saveAs(blob, `openhorde-${new Date().toISOString().slice(0, 10)}.zip`);
}
