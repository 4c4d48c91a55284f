import { useTranslation } from 'react-i18next';
import { useAccount } from '../api/queries.ts';
import { useStore } from '../ui/createStore.ts';
import { RangeField } from '../ui/fields.tsx';
import { Popover } from '../ui/Popover.tsx';
import { changeDraft, draft } from './draft.ts';
import { BOUNDS } from './settings.ts';
import { Word } from './Word.tsx';

const QUICK_COUNTS = [1, 2, 4, 9];

/** How many pictures for one click. */
export function CountPicker() {
  const { t } = useTranslation();
  const { count } = useStore(draft);
  // More than an account may have waiting is refused.
  const max = Math.max(1, Math.min(BOUNDS.count.max, useAccount().data?.concurrency ?? BOUNDS.count.max));
  return (
    <Popover
      triggerClass="word"
      label={t('count.label', { pictures: t('count.pictures', { count }) })}
      trigger={<Word>{t('count.pictures', { count })}</Word>}
      panelClass="narrow"
    >
      {close => (
        <>
          <fieldset className="choices" aria-label={t('count.quick')}>
            {QUICK_COUNTS.filter(quick => quick <= max).map(quick => (
              <button
                key={quick}
                type="button"
                className="choice"
                aria-pressed={quick === count}
                {...(quick === count ? { 'data-autofocus': true } : {})}
                onClick={() => {
                  changeDraft({ count: quick });
                  close();
                }}
              >
                {quick}
              </button>
            ))}
          </fieldset>
          <RangeField
            label={t('count.range')}
            value={count}
            bound={{ ...BOUNDS.count, max }}
            onChange={value => changeDraft({ count: value })}
          />
        </>
      )}
    </Popover>
  );
}
