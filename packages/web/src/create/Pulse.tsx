import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { usePerformance } from '../api/queries.ts';

/** One line about the horde: who is there, what waits, and who can read a prompt. */
export function Pulse() {
  const { t } = useTranslation();
  const { data, isError } = usePerformance();
  return (
    <p className="pulse">
      <Link href="/status">
        <span className={`state-dot ${isError ? 'bad' : data && data.worker_count > 0 ? 'good' : 'off'}`} />
        {isError && t('pulse.unreachable')}
        {data &&
          !isError &&
          `${t('pulse.workers', { count: data.worker_count })}, ${t('pulse.waiting', { count: data.queued_requests })}`}
      </Link>
      <span>{t('pulse.privacy')}</span>
    </p>
  );
}
