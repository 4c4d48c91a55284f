import { useTranslation } from 'react-i18next';
import { useStore } from '../ui/createStore.ts';
import { Icon } from '../ui/Icon.tsx';
import { changeDraft, draft } from './draft.ts';

/** What should not be in the picture. */
export function NegativePrompt({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { negative } = useStore(draft);
  return (
    <div className="negative">
      <div className="field">
        <label className="label" htmlFor="negative">
          {t('negative.label')}
        </label>
        <input
          id="negative"
          className="input"
          value={negative}
          placeholder={t('negative.placeholder')}
          // biome-ignore lint/a11y/noAutofocus: the field appears because the person asked for it
          autoFocus={negative === ''}
          onChange={event => changeDraft({ negative: event.target.value })}
        />
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={t('negative.remove')}
        title={t('negative.remove')}
        onClick={() => {
          changeDraft({ negative: '' });
          onClose();
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
