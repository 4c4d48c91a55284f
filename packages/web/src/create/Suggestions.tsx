import { useTranslation } from 'react-i18next';
import { changeDraft } from './draft.ts';
import { suggestionsFor } from './suggestions.ts';

/** Prompts to tap while the box is empty, in words that the chosen model knows. */
export function Suggestions({ model, onPick }: { model: string | null; onPick: () => void }) {
  const { t } = useTranslation();
  return (
    <ul className="suggestions" aria-label={t('suggestions.label')}>
      {suggestionsFor(model).map(suggestion => (
        <li key={suggestion.id}>
          <button
            type="button"
            className="chip"
            onClick={() => {
              changeDraft({ prompt: suggestion.prompt });
              onPick();
            }}
          >
            {t(`suggestions.${suggestion.id}`)}
          </button>
        </li>
      ))}
    </ul>
  );
}
