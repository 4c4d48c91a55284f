import { useTranslation } from 'react-i18next';
import { useIsReached } from '../api/queries.ts';
import { byReadiness, type ModelOnline } from '../create/modelChoice.ts';
import { formatNumber, formatSeconds } from '../ui/format.ts';

/** An eta of this many seconds means that no worker serves the model. */
const ETA_NEVER_SECONDS = 10_000;

/** The models: who serves them, what waits, how long. */
export function ModelTable({ models }: { models: readonly ModelOnline[] }) {
  const { t, i18n } = useTranslation();
  const isReached = useIsReached();
  if (models.length === 0) return <p className="soft">{t('model.none')}</p>;
  const longest = Math.max(1, ...models.map(model => model.jobs));
  return (
    <table className="models-table">
      <thead>
        <tr>
          <th scope="col">{t('status.columnModel')}</th>
          <th scope="col">{t('status.columnWorkers')}</th>
          <th scope="col">{t('status.columnQueue')}</th>
          <th scope="col">{t('status.columnWait')}</th>
        </tr>
      </thead>
      <tbody>
        {[...models].sort(byReadiness).map(model => (
          <tr key={model.name}>
            <th scope="row">
              <span className={`state-dot ${model.count > 0 && isReached ? 'good' : 'off'}`} />
              {model.name}
            </th>
            <td>{formatNumber(model.count, i18n.language)}</td>
            <td>
              <span
                className="queue-bar"
                style={{ width: `${(model.jobs / longest) * 100}%` }}
                aria-hidden="true"
              />
              {formatNumber(model.jobs, i18n.language)}
            </td>
            <td>
              {model.etaSeconds >= ETA_NEVER_SECONDS
                ? t('status.never')
                : model.etaSeconds === 0
                  ? t('status.now')
                  : formatSeconds(model.etaSeconds, i18n.language)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
