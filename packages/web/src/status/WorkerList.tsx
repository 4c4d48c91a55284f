import { useTranslation } from 'react-i18next';
import { formatNumber, formatSeconds } from '../ui/format.ts';
import type { WorkerOnline } from './figures.ts';
import { Meadow, WorkerDot } from './Meadow.tsx';

/** The workers that are online, fastest first. */
export function WorkerList({ workers }: { workers: readonly WorkerOnline[] }) {
  const { t } = useTranslation();
  const fastest = Math.max(0, ...workers.map(worker => worker.speed ?? 0));
  return (
    <>
      <Meadow workers={workers} fastest={fastest} />
      <ul className="workers" aria-label={t('status.workers')}>
        {workers.map((worker, index) => (
          <li key={worker.id} className="worker">
            <span className="worker-dot-place">
              <WorkerDot worker={worker} index={index} fastest={fastest} pixelsMax={44} />
            </span>
            <WorkerWords worker={worker} />
          </li>
        ))}
      </ul>
    </>
  );
}

function WorkerWords({ worker }: { worker: WorkerOnline }) {
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
    <div>
      <h3>
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
    </div>
  );
}
