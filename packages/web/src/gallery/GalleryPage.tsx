import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useRoute } from 'wouter';
import { usePageName } from '../app/title.ts';
import { useStore } from '../ui/createStore.ts';
import { Icon } from '../ui/Icon.tsx';
import { GalleryTile } from './GalleryTile.tsx';
import Lightbox from './Lightbox.tsx';
import { type Picture, searchPictures } from './picture.ts';
import { hidden, loadPictures, pictures } from './pictures.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { StorageLine } from './StorageLine.tsx';
import '../styles/gallery.css';

/** Pictures on one go; scrolling to the end brings the next. */
const PAGE_SIZE = 60;

/** All pictures of this browser. */
export default function GalleryPage() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [, route] = useRoute('/images/:id');
  const all = useStore(pictures);
  const gone = useStore(hidden);
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isSelecting, setSelecting] = useState(false);
  const [shownMax, setShownMax] = useState(PAGE_SIZE);

  useEffect(() => {
    if (pictures.get() === null) void loadPictures();
  }, []);
  usePageName(t('nav.gallery'));

  const here = useMemo(() => (all ?? []).filter(picture => !gone.has(picture.id)), [all, gone]);
  const found = useMemo(() => searchPictures(here, search), [here, search]);
  const chosen = found.filter(picture => selected.has(picture.id));

  const leaveSelecting = () => {
    setSelected(new Set());
    setSelecting(false);
  };
  useEscape(isSelecting, leaveSelecting);

  const toggle = (picture: Picture) =>
    setSelected(before => {
      const after = new Set(before);
      if (!after.delete(picture.id)) after.add(picture.id);
      return after;
    });

  if (all === null) return <div className="page-loading" />;
  if (here.length === 0) return <NoPictures />;
  return (
    <div className="gallery">
      <div className="gallery-head">
        <h1>{t('gallery.title')}</h1>
        <label className="search">
          <Icon name="search" />
          <span className="visually-hidden">{t('gallery.search')}</span>
          <input
            type="search"
            value={search}
            placeholder={t('gallery.search')}
            onChange={event => setSearch(event.target.value)}
          />
        </label>
        <button
          type="button"
          className="button compact"
          aria-pressed={isSelecting}
          onClick={() => (isSelecting ? leaveSelecting() : setSelecting(true))}
        >
          <Icon name={isSelecting ? 'close' : 'check'} />
          {isSelecting ? t('gallery.selectEnd') : t('gallery.select')}
        </button>
      </div>
      <StorageLine pictures={here} />
      {found.length === 0 && <p className="soft">{t('gallery.noMatch', { search })}</p>}
      <ul className="gallery-grid">
        {found.slice(0, shownMax).map(picture => (
          <GalleryTile
            key={picture.id}
            picture={picture}
            isSelecting={isSelecting}
            isSelected={selected.has(picture.id)}
            onToggle={() => toggle(picture)}
            onOpen={() => navigate(`/images/${picture.id}`)}
          />
        ))}
      </ul>
      {found.length > shownMax && (
        <button type="button" className="button more" onClick={() => setShownMax(shownMax + PAGE_SIZE)}>
          {t('gallery.more', { count: found.length - shownMax })}
        </button>
      )}
      {isSelecting && (
        <SelectionBar
          chosen={chosen}
          onAll={() => setSelected(new Set(found.map(picture => picture.id)))}
          onDone={leaveSelecting}
        />
      )}
      {route && (
        <Lightbox
          pictures={found}
          openId={route.id}
          onMove={id => navigate(`/images/${id}`, { replace: true })}
          onClose={() => navigate('/images', { replace: true })}
        />
      )}
    </div>
  );
}

function NoPictures() {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <div className="empty-frames" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      <h1>{t('gallery.emptyTitle')}</h1>
      <p className="soft">{t('gallery.emptyText')}</p>
      <Link href="/" className="button primary">
        {t('gallery.emptyAction')}
      </Link>
    </div>
  );
}

function useEscape(isActive: boolean, act: () => void) {
  useEffect(() => {
    if (!isActive) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  });
}
