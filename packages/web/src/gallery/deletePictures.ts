/** Deleting that can be taken back: the pictures leave the page now and the disk when the toast goes. */
import i18next from 'i18next';
import { showToast } from '../ui/toasts.ts';
import { deleteHidden, hidePictures, unhidePictures } from './pictures.ts';

export function deletePictures(ids: readonly string[]): void {
  hidePictures(ids);
  showToast({
    text: i18next.t('gallery.deleted', { count: ids.length }),
    action: { label: i18next.t('gallery.undo'), run: () => unhidePictures(ids) },
    onGone: () => void deleteHidden(ids),
  });
}
