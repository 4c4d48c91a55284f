import { useTranslation } from 'react-i18next';
import { failureOf } from '../api/failure.ts';
import { useIsReached, useModels, useModes, usePerformance, useWorkers } from '../api/queries.ts';
import { usePageName } from '../app/title.ts';
import { FailureNote } from '../ui/FailureNote.tsx';
import { formatNumber, formatSeconds } from '../ui/format.ts';
import { drainSeconds } from './figures.ts';
import { ModelTable } from './ModelTable.tsx';
import { WorkerList } from './WorkerList.tsx';
import { workersOnline } from './workersOnline.ts';
import '../styles/status.css';

const PERFORMANCE_INTERVAL_MS = 10_000;

/** The state of the horde, shown with or without a key. */
export default function StatusPage() {
  const { t } = useTranslation();
  const performance = usePerformance(PERFORMANCE_INTERVAL_MS);
  const workers = useWorkers();
  const models = useModels();
  usePageName(t('nav.status'));
  const online = workersOnline(workers.data ?? []);
  return (
    <div className="status">
      <h1>{t('status.title')}</h1>
      {performance.isError && (
        <FailureNote
          failure={failureOf(performance.error, performance.errorUpdatedAt)}
          onRetry={() => void performance.refetch()}
        />
      )}
      {performance.data && <Figures performance={performance.data} />}
      <Modes />
      <section aria-labelledby="workers-title">
        <h2 id="workers-title">{t('status.workers')}</h2>
        {workers.isSuccess && online.length === 0 && <p className="soft">{t('status.noWorkers')}</p>}
        <WorkerList workers={online} />
      </section>
      <section aria-labelledby="models-title">
        <h2 id="models-title">{t('status.models')}</h2>
        {models.data && <ModelTable models={models.data} />}
      </section>
    </div>
  );
}

function Figures({ performance }: { performance: NonNullable<ReturnType<typeof usePerformance>['data']> }) {
  const { t, i18n } = useTranslation();
  const drain = drainSeconds(performance.queued_megapixelsteps, performance.past_minute_megapixelsteps);
  const number = (value: number) => formatNumber(value, i18n.language);
  const figures: { value: string; label: string }[] = [
    {
      value: number(performance.worker_count),
      label: t('status.figureWorkers', { count: performance.worker_count }),
    },
    {
      value: number(performance.queued_requests),
      label: t('status.figureQueue', { count: performance.queued_requests }),
    },
    { value: number(performance.past_minute_megapixelsteps), label: t('status.figureSpeed') },
    {
      value: drain === null ? '–' : formatSeconds(drain, i18n.language),
      label: drain === null ? t('status.figureDrainUnknown') : t('status.figureDrain'),
    },
  ];
  return (
    <dl className="figures">
      {figures.map(figure => (
        <div key={figure.label}>
          <dt>{figure.label}</dt>
          <dd>{figure.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Modes() {
  const { t } = useTranslation();
  const modes = useModes().data;
  const isReached = useIsReached();
  if (!modes) return null;
  const items = [
    { on: !modes.maintenance_mode, text: modes.maintenance_mode ? t('modes.maintenance') : t('modes.open') },
    {
      on: !modes.invite_only_mode,
      text: modes.invite_only_mode ? t('modes.inviteOnly') : t('modes.openWorkers'),
    },
  ];
  return (
    <ul className="modes" aria-label={t('modes.label')}>
      {items.map(item => (
        <li key={item.text}>
          <span className={`state-dot ${!isReached ? 'off' : item.on ? 'good' : 'bad'}`} />
          {item.text}
        </li>
      ))}
    </ul>
  );
}
