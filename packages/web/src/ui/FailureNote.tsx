import type { i18n as I18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../api/failure.ts';
import { Icon } from './Icon.tsx';
import { useCountdown } from './useCountdown.ts';

interface Props {
  failure: Failure;
  onRetry?: () => void;
  retryLabel?: string;
}

/** The horde speaks English; to others it is translated where its return code is known. */
function hordeSentence({ rc, message }: Failure, { language, exists, t }: I18n): string {
  const key = `rc.${rc}`;
  return language !== 'en' && rc !== null && exists(key) ? t(key as 'rc.CorruptPrompt') : message;
}

/** What went wrong, what to do about it, the horde's own sentence, and another try once one makes sense. */
export function FailureNote({ failure, onRetry, retryLabel }: Props) {
  const { t, i18n } = useTranslation();
  const secondsLeft = useCountdown(failure.retryAtMs);
  const fields = Object.entries(failure.fields);
  return (
    <div className="note bad" role="alert">
      <Icon name="warning" />
      <div>
        <p>{t(`failure.${failure.kind}`)}</p>
        {failure.message !== '' && (
          <p className="soft small">{t('failure.said', { message: hordeSentence(failure, i18n) })}</p>
        )}
        {fields.length > 0 && (
          <ul className="soft small">
            {fields.map(([field, text]) => (
              <li key={field}>
                <code>{field}</code>: {text}
              </li>
            ))}
          </ul>
        )}
        {onRetry && (
          <button type="button" className="button compact" disabled={secondsLeft > 0} onClick={onRetry}>
            <Icon name="again" />
            {secondsLeft > 0
              ? t('failure.retryIn', { count: secondsLeft })
              : (retryLabel ?? t('failure.retry'))}
          </button>
        )}
      </div>
    </div>
  );
}
