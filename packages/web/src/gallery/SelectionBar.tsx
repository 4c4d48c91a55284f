import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/Icon.tsx';
import { deletePictures } from './deletePictures.ts';
import { exportPictures } from './export.ts';
import type { Picture } from './picture.ts';

/** What can be done with the ticked pictures. */
export function SelectionBar(props: { chosen: readonly Picture[]; onAll: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const { chosen, onAll, onDone } = props;
  const isEmpty = chosen.length === 0;
  return (
    <div className="selection-bar" role="toolbar" aria-label={t('gallery.selection')}>
      <span aria-live="polite">{t('gallery.selected', { count: chosen.length })}</span>
      <button type="button" className="button quiet compact" onClick={onAll}>
        {t('gallery.selectAll')}
      </button>
      <button
        type="button"
        className="button compact"
        disabled={isEmpty}
        onClick={() => void exportPictures(chosen).then(onDone)}
      >
        <Icon name="download" />
        {t('gallery.zip')}
      </button>
      <button
        type="button"
        className="button compact danger"
        disabled={isEmpty}
        onClick={() => {
          deletePictures(chosen.map(picture => picture.id));
          onDone();
        }}
      >
        <Icon name="delete" />
        {t('picture.delete')}
      </button>
    </div>
  );
}
