import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PictureActions } from '../gallery/PictureActions.tsx';
import { PictureTile } from '../gallery/PictureTile.tsx';
import type { Picture } from '../gallery/picture.ts';
import { hidden, pictures } from '../gallery/pictures.ts';
import { useStore } from '../ui/createStore.ts';
import { FailureNote } from '../ui/FailureNote.tsx';
import { formatNumber } from '../ui/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { isLive, type Job } from './job.ts';
import { removeJob } from './jobStore.ts';
import { LiveJob } from './LiveJob.tsx';
import { retryJob, startJob } from './runner.ts';

const Lightbox = lazy(() => import('../gallery/Lightbox.tsx'));

/** One request: its progress while it lives, then its pictures and what they were made of. */
export function JobCard({ job }: { job: Job }) {
  if (isLive(job)) return <LiveJob job={job} />;
  return <EndedJob job={job} />;
}

function EndedJob({ job }: { job: Job }) {
  const { t } = useTranslation();
  const [openId, setOpenId] = useState<string | null>(null);
  const shown = usePictures(job);
  const first = shown[0];
  return (
    <article className="job" aria-label={job.settings.prompt}>
      {shown.length > 0 && (
        <ul className={shown.length === 1 ? 'job-pictures single' : 'job-pictures'}>
          {shown.map(picture => (
            <li key={picture.id}>
              <PictureTile picture={picture} quality="file" onOpen={() => setOpenId(picture.id)} />
            </li>
          ))}
        </ul>
      )}
      <div className="job-text">
        <p className="job-prompt">{job.settings.prompt}</p>
        {first && <Facts job={job} picture={first} count={shown.length} />}
        <Remarks pictures={shown} notes={first ? [] : job.notes} />
        {job.failure && (
          <FailureNote failure={job.failure} onRetry={() => retryJob(job)} retryLabel={t('jobs.sendAgain')} />
        )}
        {job.phase === 'cancelled' && <p className="soft">{t('jobs.cancelled')}</p>}
        <div className="job-actions">
          {first ? (
            <PictureActions picture={first} />
          ) : (
            <button type="button" className="button quiet compact" onClick={() => removeJob(job.id)}>
              <Icon name="close" />
              {t('jobs.dismiss')}
            </button>
          )}
          {first && (
            <button
              type="button"
              className="button compact"
              onClick={() => startJob({ ...job.settings, seed: '' }, job.source)}
            >
              <Icon name="again" />
              {t('picture.again')}
            </button>
          )}
        </div>
      </div>
      {openId && (
        <Suspense>
          <Lightbox pictures={shown} openId={openId} onMove={setOpenId} onClose={() => setOpenId(null)} />
        </Suspense>
      )}
    </article>
  );
}

function usePictures(job: Job): Picture[] {
  const all = useStore(pictures) ?? [];
  const gone = useStore(hidden);
  return job.pictureIds
    .filter(id => !gone.has(id))
    .map(id => all.find(picture => picture.id === id))
    .filter(picture => picture !== undefined);
}

/** Model, size, seed, worker and what it cost in the end, as one line. */
function Facts({ job, picture, count }: { job: Job; picture: Picture; count: number }) {
  const { t, i18n } = useTranslation();
  const kudos = job.look?.kudos ?? 0;
  const facts = [
    picture.model,
    `${picture.widthPixels} × ${picture.heightPixels}`,
    count === 1 ? t('picture.seed', { seed: picture.settings.seed }) : null,
    t('picture.by', { worker: picture.workerName }),
    t('price.after', { count: kudos, amount: formatNumber(kudos, i18n.language) }),
  ];
  return (
    <ul className="facts">
      {facts.filter(Boolean).map(fact => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

/** Remarks of the workers on these pictures, and sentences of the horde. */
function Remarks({ pictures: shown, notes }: { pictures: Picture[]; notes: string[] }) {
  const { t } = useTranslation();
  const remarks = shown.flatMap(picture => picture.remarks).filter(remark => remark.type !== 'batch_index');
  const texts = [
    ...(shown.some(picture => picture.censored) ? [t('picture.censored')] : []),
    ...remarks.map(remark => t('picture.remark', { type: remark.type, value: remark.ref ?? remark.value })),
    ...notes,
  ];
  if (texts.length === 0) return null;
  return (
    <ul className="remarks small">
      {[...new Set(texts)].map(text => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
