import { useTranslation } from 'react-i18next';
import { useStore } from '../ui/createStore.ts';
import { formatNumber, formatSeconds } from '../ui/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { isOnline } from '../ui/online.ts';
import { Impossible } from './Impossible.tsx';
import { drawnFraction, type Job, waitedFraction } from './job.ts';
import { type Note, noteText } from './notes.ts';
import { progressWords } from './progressWords.ts';
import { keepJob, withdrawJob } from './runner.ts';
import { Swarm } from './Swarm.tsx';

/** A request on its way. */
export function LiveJob({ job }: { job: Job }) {
  const { t, i18n } = useTranslation();
  const { settings, look } = job;
  const drawn = drawnFraction(job);
  const online = useStore(isOnline);
  const words = progressWords(job, online);
  const bar = job.phase === 'queued' ? waitedFraction(job) : drawn;
  // While no worker can begin, the page cannot say when the job will end.
  const isMoving = look !== null && online && !job.isOutOfReach && (look.isPossible || look.processing > 0);
  const isStuck = look !== null && !look.isPossible && job.phase === 'queued' && !job.isWithdrawn;
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
    job.expectedKudos === null
      ? null
      : t('price.before', {
          count: job.expectedKudos,
          amount: formatNumber(job.expectedKudos, i18n.language),
        }),
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
        {isStuck && <Impossible job={job} />}
        {!isStuck && job.notes.length > 0 && <Notes notes={job.notes} />}
        <div className="job-actions">
          {job.isWithdrawn ? (
            <button type="button" className="button compact" onClick={() => keepJob(job.id)}>
              <Icon name="reuse" />
              {t('jobs.undo')}
            </button>
          ) : (
            <button type="button" className="button compact" onClick={() => withdrawJob(job)}>
              <Icon name="close" />
              {t('jobs.cancel')}
            </button>
          )}
        </div>
      </div>
    </article>
  );
}

function Notes({ notes }: { notes: readonly Note[] }) {
  const { i18n } = useTranslation();
  return (
    <ul className="remarks small">
      {notes.map(note => (
        <li key={note.message}>{noteText(note, i18n)}</li>
      ))}
    </ul>
  );
}
