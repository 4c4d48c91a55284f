import { useTranslation } from 'react-i18next';
import type { Picture } from './picture.ts';
import { usePictureUrl } from './usePictureUrl.ts';

interface Props {
  picture: Picture;
  /** `thumb` for lists of hundreds, `file` where it is shown large. */
  quality: 'thumb' | 'file';
  onOpen: () => void;
}

/** A picture that opens large. Its place is kept free while it loads. */
export function PictureTile({ picture, quality, onOpen }: Props) {
  const { t } = useTranslation();
  const url = usePictureUrl(picture.id, quality);
  const words = picture.settings.prompt.slice(0, 200);
  return (
    <button
      type="button"
      className="tile"
      aria-label={t('picture.open', { prompt: words })}
      style={{ aspectRatio: picture.widthPixels / picture.heightPixels }}
      onClick={onOpen}
    >
      {url && <img src={url} alt="" decoding="async" />}
    </button>
  );
}
