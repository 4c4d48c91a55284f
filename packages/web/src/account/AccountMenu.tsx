import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf } from '../api/failure.ts';
import { useAccount } from '../api/queries.ts';
import { chooseLanguage, LANGUAGES, type Language } from '../app/i18n.ts';
import { useStore } from '../ui/createStore.ts';
import { FailureNote } from '../ui/FailureNote.tsx';
import { SelectField } from '../ui/fields.tsx';
import { formatNumber } from '../ui/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { Popover } from '../ui/Popover.tsx';
import { apiKey, isAnonymous, saveApiKey } from './account.ts';

/** Who sits here: key, kudos, language, and what happens to prompts. */
export function AccountMenu() {
  const { t, i18n } = useTranslation();
  const anonymous = isAnonymous(useStore(apiKey));
  const account = useAccount();
  const name = anonymous || !account.data ? t('account.anonymous') : account.data.username;
  const kudos = !anonymous && account.data?.kudos !== undefined ? account.data.kudos : null;
  return (
    <Popover
      triggerClass="account-button"
      label={t('account.label', { name })}
      trigger={
        <>
          <Icon name="account" />
          <span className="account-name">{name}</span>
          {kudos !== null && <span className="kudos">{formatNumber(kudos, i18n.language)}</span>}
        </>
      }
    >
      {() => (
        <>
          <h2>{name}</h2>
          {kudos !== null && (
            <p>{t('account.kudos', { count: kudos, amount: formatNumber(kudos, i18n.language) })}</p>
          )}
          {anonymous && <p className="soft small">{t('account.anonymousHint')}</p>}
          {account.isError && <FailureNote failure={failureOf(account.error, account.errorUpdatedAt)} />}
          <KeyForm isAnonymous={anonymous} />
          <SelectField
            label={t('account.language')}
            value={i18n.language}
            options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
            onChange={code => void chooseLanguage(code as Language)}
          />
          <div className="privacy small">
            <Icon name="lock" size={18} />
            <p>{t('account.privacy')}</p>
          </div>
        </>
      )}
    </Popover>
  );
}

function KeyForm({ isAnonymous: anonymous }: { isAnonymous: boolean }) {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    // Some browsers throw without a name for headers beyond Latin-1, so such keys do not leave the field.
    if (!/^[\x21-\x7e]+$/.test(key.trim())) return setProblem(true);
    saveApiKey(key);
    setKey('');
  };
  if (!anonymous) {
    return (
      <button type="button" className="button" onClick={() => saveApiKey('')}>
        {t('account.signOut')}
      </button>
    );
  }
  return (
    <form className="key-form" onSubmit={submit}>
      <div className="field">
        <label className="label" htmlFor="apikey">
          {t('account.key')}
        </label>
        <input
          id="apikey"
          data-autofocus
          className="input"
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={key}
          aria-invalid={problem}
          aria-describedby="apikey-hint"
          onChange={event => {
            setProblem(false);
            setKey(event.target.value);
          }}
        />
        <p id="apikey-hint" className="hint">
          {problem ? t('account.keyProblem') : t('account.keyHint')}
        </p>
      </div>
      <div className="row">
        <button type="submit" className="button primary compact">
          {t('account.signIn')}
        </button>
        <a className="button quiet compact" href="/register" target="_blank" rel="noopener">
          {t('account.register')}
        </a>
      </div>
    </form>
  );
}
