import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../ui/createStore.ts';
import { RangeField } from '../ui/fields.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useObjectUrl } from '../ui/useObjectUrl.ts';
import { changeDraft, draft, setSource, source } from './draft.ts';
import { BOUNDS } from './settings.ts';
import { basePixelsOf, sizeOfRatio } from './sizes.ts';
import { takeFile } from './takeFile.ts';

/** Picks a picture to start from; hidden once there is one. */
export function SourceButton() {
  const { t } = useTranslation();
  const picture = useStore(source);
  const input = useRef<HTMLInputElement>(null);
  if (picture) return null;
  return (
    <>
      <button
        type="button"
        className="button quiet compact"
        title={t('source.addHint')}
        onClick={() => input.current?.click()}
      >
        <Icon name="picture" />
        {t('source.add')}
      </button>
      <input
        ref={input}
        hidden
        type="file"
        aria-label={t('source.add')}
        accept="image/*,application/json,.json"
        onChange={event => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void takeFile(file);
        }}
      />
    </>
  );
}

/** The picture to start from, and how far the result may leave it. */
export function SourcePicture() {
  const { t } = useTranslation();
  const picture = useStore(source);
  const settings = useStore(draft);
  const url = useObjectUrl(picture);
  const [ratio, setRatio] = useState<number | null>(null);
  if (!picture || !url) return null;
  const own = ratio === null ? settings : sizeOfRatio(ratio, basePixelsOf(settings));
  const isCut = own.widthPixels !== settings.widthPixels || own.heightPixels !== settings.heightPixels;
  return (
    <div className="source">
      <img
        src={url}
        alt={t('source.alt')}
        onLoad={event => setRatio(event.currentTarget.naturalWidth / event.currentTarget.naturalHeight)}
      />
      <div className="source-settings">
        <RangeField
          label={t('source.strength')}
          hint={t('source.strengthHint')}
          value={settings.denoising}
          bound={BOUNDS.denoising}
          onChange={value => changeDraft({ denoising: value })}
        />
        {isCut && (
          <p className="small">
            {t('source.cut')}{' '}
            <button
              type="button"
              className="link"
              onClick={() => changeDraft({ widthPixels: own.widthPixels, heightPixels: own.heightPixels })}
            >
              {t('source.ownShape', { pixels: `${own.widthPixels} × ${own.heightPixels}` })}
            </button>
          </p>
        )}
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={t('source.remove')}
        title={t('source.remove')}
        onClick={() => setSource(null)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
