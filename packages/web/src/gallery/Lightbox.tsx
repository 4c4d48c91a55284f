import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/Icon.tsx';
import { deletePictures } from './deletePictures.ts';
import { PictureActions } from './PictureActions.tsx';
import { PictureFacts } from './PictureFacts.tsx';
import type { Picture } from './picture.ts';
import { usePictureUrl } from './usePictureUrl.ts';
import { useSwipe } from './useSwipe.ts';
import '../styles/lightbox.css';

interface Props {
  pictures: readonly Picture[];
  openId: string;
  onMove: (id: string) => void;
  onClose: () => void;
}

/** One picture large, with everything that is known about it. Arrow keys and swipes walk through the list. */
export default function Lightbox({ pictures, openId, onMove, onClose }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const index = pictures.findIndex(picture => picture.id === openId);
  const picture = pictures[index];
  const url = usePictureUrl(picture?.id ?? null, 'file');

  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  useEffect(() => {
    if (!picture) onClose();
  }, [picture, onClose]);

  const go = (by: 1 | -1) => {
    const next = pictures[index + by];
    if (next) onMove(next.id);
  };
  const swipe = useSwipe(go);
  const remove = () => {
    const neighbour = pictures[index + 1] ?? pictures[index - 1];
    if (picture) deletePictures([picture.id]);
    if (neighbour) onMove(neighbour.id);
    else onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowLeft') go(-1);
    else if (event.key === 'ArrowRight') go(1);
    else if (event.key === 'Delete') remove();
    else return;
    event.preventDefault();
  };

  if (!picture) return null;
  return (
    <dialog
      ref={dialog}
      className="lightbox"
      aria-label={picture.settings.prompt}
      onClose={onClose}
      onKeyDown={onKeyDown}
      onClick={event => {
        if (event.target === event.currentTarget) dialog.current?.close();
      }}
    >
      <div className="lightbox-stage" {...swipe}>
        {url && <img key={picture.id} src={url} alt={picture.settings.prompt} />}
        <Arrow side="left" isHidden={index <= 0} label={t('lightbox.previous')} onClick={() => go(-1)} />
        <Arrow
          side="right"
          isHidden={index >= pictures.length - 1}
          label={t('lightbox.next')}
          onClick={() => go(1)}
        />
      </div>
      <div className="lightbox-side">
        <button
          type="button"
          className="icon-button lightbox-close"
          aria-label={t('lightbox.close')}
          title={t('lightbox.close')}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
        <p className="lightbox-prompt">{picture.settings.prompt}</p>
        {picture.settings.negative !== '' && (
          <p className="soft small">{t('picture.without', { negative: picture.settings.negative })}</p>
        )}
        <PictureFacts picture={picture} />
        <div className="lightbox-actions">
          <PictureActions picture={picture} onLeave={() => dialog.current?.close()} />
          <button type="button" className="button quiet compact danger" onClick={remove}>
            <Icon name="delete" />
            {t('picture.delete')}
          </button>
        </div>
        <p className="soft small lightbox-place">
          {t('lightbox.place', { place: index + 1, total: pictures.length })}
        </p>
      </div>
    </dialog>
  );
}

function Arrow(props: { side: 'left' | 'right'; isHidden: boolean; label: string; onClick: () => void }) {
  if (props.isHidden) return null;
  return (
    <button
      type="button"
      className={`icon-button arrow ${props.side}`}
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      <Icon name={props.side} />
    </button>
  );
}
