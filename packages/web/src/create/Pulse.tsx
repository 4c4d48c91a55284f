import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useIsReached, usePerformance } from '../api/queries.ts';
import { useStore } from '../ui/createStore.ts';
import { isOnline } from '../ui/online.ts';

/** One line about the horde: who is there, what waits, and who can read a prompt. */
export function Pulse() {
  const { t } = useTranslation();
  const { data } = usePerformance();
  const isReached = useIsReached();
  const online = useStore(isOnline);
  return (
    <p className="pulse">
      <Link href="/status">
        <span
          className={`state-dot ${!isReached ? 'bad' : data && data.worker_count > 0 ? 'good' : 'off'}`}
        />
        {!isReached && t(online ? 'pulse.unreachable' : 'pulse.offline')}
        {data &&
          isReached &&
          `${t('pulse.workers', { count: data.worker_count })}, ${t('pulse.waiting', { count: data.queued_requests })}`}
      </Link>
      <span>{t('pulse.privacy')}</span>
    </p>
  );
}
