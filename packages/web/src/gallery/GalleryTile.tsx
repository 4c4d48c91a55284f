import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/Icon.tsx';
import { deletePictures } from './deletePictures.ts';
import { downloadPicture } from './download.ts';
import type { Picture } from './picture.ts';
import { usePictureUrl } from './usePictureUrl.ts';

interface Props {
  picture: Picture;
  isSelecting: boolean;
  isSelected: boolean;
  onToggle: () => void;
  onOpen: () => void;
}

/** One picture of the grid: opens large, or is ticked while selecting. Its usual actions lie on it. */
export function GalleryTile({ picture, isSelecting, isSelected, onToggle, onOpen }: Props) {
  const { t } = useTranslation();
  const url = usePictureUrl(picture.id, 'thumb');
  const words = picture.settings.prompt.slice(0, 200);
  return (
    <li className={isSelected ? 'gallery-tile selected' : 'gallery-tile'}>
      <button
        type="button"
        className="tile"
        aria-label={isSelecting ? words : t('picture.open', { prompt: words })}
        aria-pressed={isSelecting ? isSelected : undefined}
        onClick={isSelecting ? onToggle : onOpen}
      >
        {url && <img src={url} alt="" decoding="async" />}
      </button>
      {isSelecting ? (
        <span className="tick" aria-hidden="true">
          {isSelected && <Icon name="check" size={16} />}
        </span>
      ) : (
        <div className="tile-actions">
          <button
            type="button"
            className="icon-button"
            aria-label={t('picture.download')}
            title={t('picture.download')}
            onClick={() => void downloadPicture(picture)}
          >
            <Icon name="download" />
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={t('picture.delete')}
            title={t('picture.delete')}
            onClick={() => deletePictures([picture.id])}
          >
            <Icon name="delete" />
          </button>
        </div>
      )}
    </li>
  );
}
