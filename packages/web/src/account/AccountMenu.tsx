import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { horde } from '../api/client.ts';
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
  const key = useStore(apiKey);
  const anonymous = isAnonymous(key);
  const account = useAccount();
  const failure = account.isError ? failureOf(account.error, account.errorUpdatedAt) : null;
  const isRefused = failure?.kind === 'key' || failure?.kind === 'gone';
  const name = isRefused
    ? t('account.refused')
    : anonymous || !account.data
      ? t('account.anonymous')
      : account.data.username;
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
          {failure && !isRefused && <FailureNote failure={failure} />}
          {/* Another key, perhaps of another tab, is another form. */}
          <KeyForm key={`${key} ${isRefused}`} isKnown={!isRefused} />
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

/** Takes a key once the horde knows it; one that it does not know (any more) can be mended here. */
function KeyForm({ isKnown }: { isKnown: boolean }) {
  const { t } = useTranslation();
  const current = useStore(apiKey);
  const anonymous = isAnonymous(current);
  const [key, setKey] = useState(anonymous ? '' : current);
  const [problem, setProblem] = useState<string | null>(
    anonymous || isKnown ? null : t('account.keyUnknown'),
  );
  const [isChecking, setChecking] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setChecking(true);
    const failed = await checkKey(key.trim());
    setChecking(false);
    if (failed) return setProblem(t(failed));
    saveApiKey(key);
    setKey('');
  };
  const forget = (
    <button type="button" className="button compact" onClick={() => saveApiKey('')}>
      {t('account.signOut')}
    </button>
  );
  if (!anonymous && isKnown) return forget;
  return (
    <form className="key-form" onSubmit={event => void submit(event)}>
      <div className="field">
        <label className="label" htmlFor="apikey">
          {t('account.key')}
        </label>
        <input
          id="apikey"
          data-autofocus
          className="input"
          type={anonymous ? 'password' : 'text'}
          autoComplete="off"
          spellCheck={false}
          value={key}
          aria-invalid={problem !== null}
          aria-describedby="apikey-hint"
          onChange={event => {
            setProblem(null);
            setKey(event.target.value);
          }}
        />
        <p id="apikey-hint" className="hint" role={problem ? 'alert' : undefined}>
          {problem ?? (isChecking ? t('account.keyChecking') : t('account.keyHint'))}
        </p>
      </div>
      <div className="row">
        <button type="submit" className="button primary compact" disabled={isChecking}>
          {t('account.signIn')}
        </button>
        {anonymous ? (
          <a className="button quiet compact" href="/register" target="_blank" rel="noopener">
            {t('account.register')}
          </a>
        ) : (
          forget
        )}
      </div>
    </form>
  );
}

/** @returns the sentence about what is wrong with the key; null when it is one of this horde */
async function checkKey(key: string) {
  // Some browsers throw without a name for headers beyond Latin-1, so such keys do not leave the field.
  if (!/^[\x21-\x7e]+$/.test(key)) return 'account.keyProblem' as const;
  try {
    await horde.findUser({ apikey: key });
    return null;
  } catch (error) {
    const { kind } = failureOf(error, Date.now());
    return kind === 'key' || kind === 'gone'
      ? ('account.keyUnknown' as const)
      : ('account.keyUnchecked' as const);
  }
}
