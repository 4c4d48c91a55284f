import { useTranslation } from 'react-i18next';
import { apiKey, isAnonymous } from '../account/account.ts';
import { failureOf } from '../api/failure.ts';
import { useAccount, useModels, usePrice } from '../api/queries.ts';
import { useStore } from '../ui/createStore.ts';
import { FailureNote } from '../ui/FailureNote.tsx';
import { formatNumber } from '../ui/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { pickModel } from './draft.ts';
import { defaultModel } from './modelChoice.ts';
import type { Settings } from './settings.ts';

/** The price, what stands in the way, and the button. On phones it stays at the bottom while the form is in view. */
export function SubmitBar({ settings, hasSource }: { settings: Settings; hasSource: boolean }) {
  const { t } = useTranslation();
  const price = usePrice(settings, hasSource);
  return (
    <>
      <div className="composer-notes">
        <ModelWarning model={settings.model} />
        {price.isError && (
          <FailureNote
            failure={failureOf(price.error, price.errorUpdatedAt)}
            onRetry={() => void price.refetch()}
          />
        )}
      </div>
      <div className="submit-bar">
        <Price kudos={price.isError ? undefined : price.data} isStale={price.isStale} />
        <button type="submit" className="button primary generate">
          {t('create.generate')}
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus; the key is no part of the name */}
          <kbd aria-hidden="true">{isMac() ? '⌘↵' : 'Ctrl ↵'}</kbd>
        </button>
      </div>
    </>
  );
}

function Price({ kudos, isStale }: { kudos: number | undefined; isStale: boolean }) {
  const { t, i18n } = useTranslation();
  const balance = useAccount().data?.kudos;
  const anonymous = isAnonymous(useStore(apiKey));
  if (kudos === undefined) return <p className="price soft">{t('price.unknown')}</p>;
  return (
    <p className={isStale ? 'price stale' : 'price'} aria-live="polite" aria-busy={isStale}>
      <span className="sun-dot" />
      <span>
        {t('price.before', { count: kudos, amount: formatNumber(kudos, i18n.language) })}
        {!anonymous && balance !== undefined && (
          <span className="soft">
            {' '}
            {t('price.balance', { amount: formatNumber(balance, i18n.language) })}
          </span>
        )}
      </span>
    </p>
  );
}

/** Says before the click that no worker serves the model, and offers one that works. */
function ModelWarning({ model }: { model: string | null }) {
  const { t } = useTranslation();
  const models = useModels().data;
  if (!models || model === null || (models.find(known => known.name === model)?.count ?? 0) > 0) {
    return models && defaultModel(models) === null ? <Warning text={t('model.nobody')} /> : null;
  }
  const other = defaultModel(models);
  return (
    <Warning text={t('model.unserved', { name: model })}>
      {other !== null && (
        <button type="button" className="button compact" onClick={() => pickModel(other)}>
          {t('model.switch', { name: other })}
        </button>
      )}
    </Warning>
  );
}

function Warning({ text, children }: { text: string; children?: React.ReactNode }) {
  return (
    <div className="note" role="status">
      <Icon name="warning" />
      <div>
        <p>{text}</p>
        {children}
      </div>
    </div>
  );
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
