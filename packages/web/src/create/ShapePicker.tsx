import { useTranslation } from 'react-i18next';
import { useStore } from '../ui/createStore.ts';
import { RangeField } from '../ui/fields.tsx';
import { Popover } from '../ui/Popover.tsx';
import { changeDraft, draft } from './draft.ts';
import { BOUNDS, clampTo } from './settings.ts';
import { basePixelsOf, SHAPES, shapeOf, sizeOf } from './sizes.ts';
import { Word } from './Word.tsx';

/** Longest side of the little frame that stands for a shape, px. */
const FRAME_SIDE = 30;

/** The shape first, in words; pixels below for who wants them. */
export function ShapePicker() {
  const { t } = useTranslation();
  const settings = useStore(draft);
  const { widthPixels, heightPixels } = settings;
  const shape = shapeOf(settings);
  const base = basePixelsOf(settings);
  const pixels = `${widthPixels} × ${heightPixels}`;
  const name = shape ? t('shape.named', { shape: t(`shape.${shape}`), pixels }) : pixels;
  const changeSide = (side: 'widthPixels' | 'heightPixels') => (value: number) =>
    changeDraft({ [side]: clampTo(value, BOUNDS.sizePixels) });

  return (
    <Popover triggerClass="word" label={t('shape.label', { name })} trigger={<Word>{name}</Word>}>
      {() => (
        <>
          <fieldset className="choices shapes" aria-label={t('shape.shape')}>
            {SHAPES.map(({ id, ratio }) => (
              <button
                key={id}
                type="button"
                className="choice"
                aria-pressed={id === shape}
                {...(id === shape ? { 'data-autofocus': true } : {})}
                onClick={() => changeDraft(sizeOf(id, base))}
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
            bound={BOUNDS.sizePixels}
            onChange={changeSide('widthPixels')}
          />
          <RangeField
            label={t('shape.height')}
            value={heightPixels}
            bound={BOUNDS.sizePixels}
            onChange={changeSide('heightPixels')}
          />
          <p className="soft small">{t('shape.hint')}</p>
        </>
      )}
    </Popover>
  );
}
