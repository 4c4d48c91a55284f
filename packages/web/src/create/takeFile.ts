/** What a dropped, pasted or picked file does: a picture becomes the source, a JSON file fills the form. */
import i18next from 'i18next';
import { shrink } from '../gallery/imageFile.ts';
import { showToast } from '../ui/toasts.ts';
import { fillDraft, startFromPicture } from './draft.ts';
import { BOUNDS } from './settings.ts';
import { fromSettingsFile } from './settingsFile.ts';

/** A settings file is a few kB; anything much larger is something else. */
const SETTINGS_FILE_BYTES_MAX = 2_000_000;

export async function takeFile(file: File | Blob): Promise<void> {
  const name = file instanceof File ? file.name : '';
  if (file.type === 'application/json' || name.endsWith('.json')) return takeSettings(file);
  try {
    await startFromPicture(await shrink(file, BOUNDS.sizePixels.max));
  } catch {
    showToast({ text: i18next.t('source.unreadable') });
  }
}

async function takeSettings(file: Blob): Promise<void> {
  const found = file.size > SETTINGS_FILE_BYTES_MAX ? null : fromSettingsFile(await file.text());
  if (found) fillDraft(found);
  showToast({ text: found ? i18next.t('import.done') : i18next.t('import.unknown') });
}
