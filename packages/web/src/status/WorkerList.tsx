import { useTranslation } from 'react-i18next';
import { formatNumber, formatSeconds } from '../ui/format.ts';
import type { WorkerOnline } from './figures.ts';

/** The workers that are online. */
export function WorkerList({ workers }: { workers: readonly WorkerOnline[] }) {
  const { t } = useTranslation();
  return (
    <ul className="workers" aria-label={t('status.workers')}>
      {workers.map(worker => (
        <li key={worker.id} className="worker">
          <WorkerCard worker={worker} />
        </li>
      ))}
    </ul>
  );
}

function WorkerCard({ worker }: { worker: WorkerOnline }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => formatNumber(value, i18n.language);
  const facts = [
    worker.speed === null ? t('worker.noSpeed') : t('worker.speed', { speed: number(worker.speed) }),
    worker.threads > 1 ? t('worker.threads', { count: worker.threads }) : null,
    t('worker.done', { count: worker.requestsFulfilled, amount: number(worker.requestsFulfilled) }),
    t('worker.uptime', { time: formatSeconds(worker.uptimeSeconds, i18n.language) }),
    worker.agent || null,
  ];
  return (
    <>
      <h3>
        <span className={`state-dot ${worker.state === 'working' ? 'good' : 'off'}`} />
        {worker.name}
        {worker.isTrusted && <span className="badge">{t('worker.trusted')}</span>}
        {worker.state !== 'working' && <span className="badge">{t(`worker.${worker.state}`)}</span>}
      </h3>
      {worker.info !== '' && <p className="small">{worker.info}</p>}
      <ul className="facts">
        {facts.filter(Boolean).map(fact => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {worker.models.length > 0 && <p className="soft small">{worker.models.join(', ')}</p>}
    </>
  );
}
