import { useTranslation } from 'react-i18next';
import { formatSeconds } from '../ui/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { drawnFraction, type Job, waitedFraction } from './job.ts';
import { progressWords } from './progressWords.ts';
import { cancelJob } from './runner.ts';
import { Swarm } from './Swarm.tsx';

/** A request on its way. */
export function LiveJob({ job }: { job: Job }) {
  const { t, i18n } = useTranslation();
  const { settings, look } = job;
  const drawn = drawnFraction(job);
  const words = progressWords(job);
  const bar = job.phase === 'queued' ? waitedFraction(job) : drawn;
  // Nothing is known of the end while nobody can begin.
  const isMoving = look !== null && (look.isPossible || look.processing > 0);
  const headline = t(words.key, { ...words.values });
  const details = [
    settings.count > 1 && look
      ? t('progress.finished', { count: look.finished, total: settings.count })
      : null,
    look && look.step !== null && look.steps
      ? t('progress.step', { step: look.step, steps: look.steps })
      : null,
    look && isMoving && look.waitSeconds > 0
      ? t('progress.wait', { time: formatSeconds(look.waitSeconds, i18n.language) })
      : null,
    look && look.restarted > 0 ? t('progress.restarted', { count: look.restarted }) : null,
    settings.model ?? null,
  ];
  return (
    <article id={job.id} className={`job live ${job.phase}`} aria-label={settings.prompt}>
      <Swarm
        order={job.phase === 'fetching' ? 1 : drawn}
        seed={job.id}
        ratio={settings.widthPixels / settings.heightPixels}
      />
      <div className="job-text">
        <p className="job-prompt">{settings.prompt}</p>
        {/* The headline alone is read out: it changes with the state, not with every step. */}
        <p className="job-headline" role="status" aria-live="polite">
          {headline}
        </p>
        <progress className="bar" value={bar} max={1} aria-label={t('progress.bar')} />
        <ul className="facts">
          {details.filter(Boolean).map(detail => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
        {look && !look.isPossible && job.phase === 'queued' && <Impossible notes={job.notes} />}
        {(!look || look.isPossible) && job.notes.length > 0 && <Notes notes={job.notes} />}
        <div className="job-actions">
          <button type="button" className="button compact" onClick={() => void cancelJob(job)}>
            <Icon name="close" />
            {t('jobs.cancel')}
          </button>
        </div>
      </div>
    </article>
  );
}

/** No worker online fits. The request stays, and the horde's own reasons are shown. */
function Impossible({ notes }: { notes: string[] }) {
  const { t } = useTranslation();
  return (
    <div className="note" role="alert">
      <Icon name="warning" />
      <div>
        <p>{t('progress.impossible')}</p>
        {notes.map(note => (
          <p key={note} className="soft small">
            {t('failure.said', { message: note })}
          </p>
        ))}
      </div>
    </div>
  );
}

function Notes({ notes }: { notes: string[] }) {
  return (
    <ul className="remarks small">
      {notes.map(note => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
