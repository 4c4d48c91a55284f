import { useTranslation } from 'react-i18next';
import { useStore } from '../ui/createStore.ts';
import { Icon } from '../ui/Icon.tsx';
import { changeDraft, draft } from './draft.ts';

/** A seed that is set stays set, behind a button that few open: so it shows, and goes by a click. */
export function SeedChip() {
  const { t } = useTranslation();
  const { seed } = useStore(draft);
  if (seed === '') return null;
  return (
    <button
      type="button"
      className="chip seed-chip"
      title={t('advanced.seedRemove')}
      aria-label={t('advanced.seedRemoveNamed', { seed })}
      onClick={() => changeDraft({ seed: '' })}
    >
      <span>{t('picture.seed', { seed })}</span>
      <Icon name="close" size={16} />
    </button>
  );
}
