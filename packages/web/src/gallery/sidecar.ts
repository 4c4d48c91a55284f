/** The JSON beside a picture in a zip, and the names of both. Pure. */
import { toSettingsFile } from '../create/settingsFile.ts';
import { fileNameOf, type Picture } from './picture.ts';

/** What stands in the JSON: settings that any client can read, then where the picture came from. */
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
