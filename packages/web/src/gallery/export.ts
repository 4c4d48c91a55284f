/** Pictures as a zip: each file with a JSON beside it that any client can read the settings from. */
import { downloadZip } from 'client-zip';
import { toSettingsFile } from '../create/settingsFile.ts';
import { saveAs } from './download.ts';
import { fileNameOf, type Picture } from './picture.ts';
import { pictureFile } from './pictures.ts';

/** What stands in the JSON beside a picture. */
export function sidecarOf(picture: Picture) {
  return {
    ...toSettingsFile({ ...picture.settings, model: picture.model }),
    worker_id: picture.workerId,
    worker_name: picture.workerName,
    kudos: picture.kudos,
    created: new Date(picture.createdAtMs).toISOString(),
    gen_metadata: picture.remarks,
  };
}

/** File names for the zip: numbered, so that no two are the same and the order stays. */
export function zipNames(pictures: readonly Picture[]): { file: string; sidecar: string }[] {
  const digits = String(pictures.length).length;
  return pictures.map((picture, index) => {
    const file = `${String(index + 1).padStart(digits, '0')}-${fileNameOf(picture)}`;
    return { file, sidecar: file.replace(/\.[^.]+$/, '.json') };
  });
}

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
