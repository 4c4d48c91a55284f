import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../ui/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { showToast } from '../ui/toasts.ts';
import { exportPictures } from './export.ts';
import type { Picture } from './picture.ts';
import { canPersist, readStorage, type StorageState } from './storage.ts';

/** How much is kept, how safe it is, and the way to a copy. */
export function StorageLine({ pictures }: { pictures: readonly Picture[] }) {
  const { t, i18n } = useTranslation();
  const [state, setState] = useState<StorageState | null>(null);
  const [isZipping, setZipping] = useState(false);
  useEffect(() => void readStorage().then(setState), []);

  const keep = async () => {
    const isKept = await navigator.storage.persist();
    setState(await readStorage());
    showToast({ text: isKept ? t('gallery.keptNow') : t('gallery.notKept') });
  };
  const exportAll = async () => {
    setZipping(true);
    try {
      await exportPictures(pictures);
    } finally {
      setZipping(false);
    }
  };
  const bytes = pictures.reduce((sum, picture) => sum + picture.sizeBytes, 0);
  const size = formatBytes(bytes, i18n.language);
  return (
    <div className="storage-line">
      <p className="soft">
        {t('gallery.count', { count: pictures.length })} ·{' '}
        {state?.quotaBytes
          ? t('gallery.room', { size, room: formatBytes(state.quotaBytes, i18n.language) })
          : size}
        {state?.isNearlyFull && ` · ${t('gallery.nearlyFull')}`}
      </p>
      {state && !state.isPersistent && canPersist() && (
        <button
          type="button"
          className="button quiet compact"
          title={t('gallery.keepHint')}
          onClick={() => void keep()}
        >
          <Icon name="lock" />
          {t('gallery.keep')}
        </button>
      )}
      {state?.isPersistent && <p className="soft">{t('gallery.kept')}</p>}
      {!canPersist() && <p className="soft">{t('gallery.cannotKeep')}</p>}
      <button
        type="button"
        className="button quiet compact"
        disabled={isZipping}
        onClick={() => void exportAll()}
      >
        <Icon name="download" />
        {isZipping ? t('gallery.zipping') : t('gallery.zipAll')}
      </button>
    </div>
  );
}
