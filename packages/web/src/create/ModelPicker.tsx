import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsReached, useModels } from '../api/queries.ts';
import { useStore } from '../ui/createStore.ts';
import { formatSeconds } from '../ui/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { Popover } from '../ui/Popover.tsx';
import { draft, pickModel } from './draft.ts';
import { findModels, type ModelOnline } from './modelChoice.ts';
import { modelKind } from './modelHints.ts';
import { Word } from './Word.tsx';

/** From this number of models on, a search field is worth its place. */
const SEARCH_FROM = 8;

/** The models of the horde with the facts that help to choose: how many workers serve each and how long its queue is. */
export function ModelPicker() {
  const { t } = useTranslation();
  const { model } = useStore(draft);
  const name = model ?? t('model.any');
  return (
    <Popover
      triggerClass="word"
      label={t('model.label', { name })}
      trigger={<Word>{name}</Word>}
      panelClass="models"
    >
      {close => (
        <ModelList
          chosen={model}
          onChoose={choice => {
            pickModel(choice);
            close();
          }}
        />
      )}
    </Popover>
  );
}

function ModelList({
  chosen,
  onChoose,
}: {
  chosen: string | null;
  onChoose: (model: string | null) => void;
}) {
  const { t } = useTranslation();
  const models = useModels();
  const isReached = useIsReached();
  const [search, setSearch] = useState('');
  const all = models.data ?? [];
  const found = findModels(all, search);
  return (
    <>
      {all.length >= SEARCH_FROM && (
        <label className="search">
          <Icon name="search" />
          <span className="visually-hidden">{t('model.search')}</span>
          <input
            data-autofocus
            type="search"
            placeholder={t('model.search')}
            value={search}
            onChange={event => setSearch(event.target.value)}
          />
        </label>
      )}
      <ul className="model-list">
        {search === '' && (
          <li>
            <button
              type="button"
              className="model"
              aria-pressed={chosen === null}
              onClick={() => onChoose(null)}
            >
              <span className="model-name">{t('model.any')}</span>
              <span className="soft small">{t('model.anyHint')}</span>
              {chosen === null && <Icon name="check" />}
            </button>
          </li>
        )}
        {found.map(model => (
          <li key={model.name}>
            <ModelRow
              model={model}
              isChosen={model.name === chosen}
              isReached={isReached}
              onChoose={onChoose}
            />
          </li>
        ))}
      </ul>
      {models.isError && <p className="soft small">{t('model.unknown')}</p>}
      {models.isSuccess && all.length === 0 && <p className="soft small">{t('model.none')}</p>}
      {search !== '' && found.length === 0 && <p className="soft small">{t('model.noMatch', { search })}</p>}
    </>
  );
}

function ModelRow(props: {
  model: ModelOnline;
  isChosen: boolean;
  isReached: boolean;
  onChoose: (model: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const { model, isChosen, isReached, onChoose } = props;
  const facts = [
    model.count > 0 ? t('model.workers', { count: model.count }) : t('model.noWorkers'),
    model.jobs > 0 ? t('model.queue', { count: Math.ceil(model.jobs) }) : null,
    model.count > 0 && model.etaSeconds > 0 && model.etaSeconds < 10_000
      ? t('model.eta', { time: formatSeconds(model.etaSeconds, i18n.language) })
      : null,
  ];
  return (
    <button type="button" className="model" aria-pressed={isChosen} onClick={() => onChoose(model.name)}>
      <span className="model-name">
        <span className={`state-dot ${model.count > 0 && isReached ? 'good' : 'off'}`} />
        {model.name}
      </span>
      <span className="soft small">{facts.filter(Boolean).join(' · ')}</span>
      {modelKind(model.name) === 'emoji' && <span className="soft small">{t('model.emojiOnly')}</span>}
      {isChosen && <Icon name="check" />}
    </button>
  );
}
