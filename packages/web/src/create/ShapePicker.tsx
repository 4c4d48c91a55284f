import { useTranslation } from 'react-i18next';
import { useWorkers } from '../api/queries.ts';
import { useStore } from '../ui/createStore.ts';
import { RangeField } from '../ui/fields.tsx';
import { formatNumber } from '../ui/format.ts';
import { Popover } from '../ui/Popover.tsx';
import { changeDraft, draft } from './draft.ts';
import { pixelsMaxOf, sideBound } from './reach.ts';
import type { Settings } from './settings.ts';
import { basePixelsOf, SHAPES, type Size, shapeOf, sizeOf, sizeWithin } from './sizes.ts';
import { Word } from './Word.tsx';

/** Longest side of the little frame that stands for a shape, px. */
const FRAME_SIDE = 30;

/** The shape first, in words; pixels below for who wants them. */
export function ShapePicker() {
  const { t } = useTranslation();
  const settings = useStore(draft);
  const { widthPixels, heightPixels } = settings;
  const shape = shapeOf(settings);
  const pixels = `${widthPixels} × ${heightPixels}`;
  const name = shape ? t('shape.named', { shape: t(`shape.${shape}`), pixels }) : pixels;
  return (
    <Popover triggerClass="word" label={t('shape.label', { name })} trigger={<Word>{name}</Word>}>
      {() => <Sizes settings={settings} />}
    </Popover>
  );
}

/** Mounted only while the panel is open: the list of workers, which bounds the sizes, may be long. */
function Sizes({ settings }: { settings: Settings }) {
  const { t, i18n } = useTranslation();
  const { widthPixels, heightPixels } = settings;
  const shape = shapeOf(settings);
  const base = basePixelsOf(settings);
  const pixelsMax = pixelsMaxOf(useWorkers().data ?? [], settings.model);
  const fits = (size: Size) => (pixelsMax === null ? size : sizeWithin(size, pixelsMax));
  return (
    <>
      <fieldset className="choices shapes" aria-label={t('shape.shape')}>
        {SHAPES.map(({ id, ratio }) => (
          <button
            key={id}
            type="button"
            className="choice"
            aria-pressed={id === shape}
            {...(id === shape ? { 'data-autofocus': true } : {})}
            onClick={() => changeDraft(fits(sizeOf(id, base)))}
          >
            <span className="frame-place">
              <span
                className="frame"
                style={{
                  width: ratio >= 1 ? FRAME_SIDE : FRAME_SIDE * ratio,
                  height: ratio >= 1 ? FRAME_SIDE / ratio : FRAME_SIDE,
                }}
              />
            </span>
            {t(`shape.${id}`)}
          </button>
        ))}
      </fieldset>
      <RangeField
        label={t('shape.width')}
        value={widthPixels}
        bound={sideBound(heightPixels, pixelsMax)}
        onChange={value => changeDraft({ widthPixels: value })}
      />
      <RangeField
        label={t('shape.height')}
        value={heightPixels}
        bound={sideBound(widthPixels, pixelsMax)}
        onChange={value => changeDraft({ heightPixels: value })}
      />
      <p className="soft small">
        {t('shape.hint')}
        {pixelsMax !== null &&
          ` ${t('shape.reach', { size: formatNumber(pixelsMax / 1_000_000, i18n.language) })}`}
      </p>
    </>
  );
}
