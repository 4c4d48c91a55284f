import { type CSSProperties, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PictureActions } from '../gallery/PictureActions.tsx';
import { PictureTile } from '../gallery/PictureTile.tsx';
import type { Picture } from '../gallery/picture.ts';
import { hidden, pictures } from '../gallery/pictures.ts';
import { useStore } from '../ui/createStore.ts';
import { FailureNote } from '../ui/FailureNote.tsx';
import { Icon } from '../ui/Icon.tsx';
import { JobFacts, JobRemarks } from './JobFacts.tsx';
import { canResume, isLive, type Job } from './job.ts';
import { removeJob } from './jobStore.ts';
import { LiveJob } from './LiveJob.tsx';
import { retryJob, startJob } from './runner.ts';
import { MEDIA_SIDE } from './Swarm.tsx';

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
  // Its pictures were deleted from the gallery.
  if (job.phase === 'done' && shown.length === 0) return null;
  return (
    <article id={job.id} className="job" aria-label={job.settings.prompt}>
      {shown.length > 0 && <Pictures pictures={shown} onOpen={setOpenId} />}
      <div className="job-text">
        <p className="job-prompt">{job.settings.prompt}</p>
        {shown.length > 0 && <JobFacts job={job} pictures={shown} />}
        <JobRemarks pictures={shown} notes={shown.length > 0 ? [] : job.notes} />
        {job.failure && (
          <FailureNote
            failure={job.failure}
            onRetry={() => retryJob(job)}
            retryLabel={canResume(job) ? t('failure.retry') : t('jobs.sendAgain')}
          />
        )}
        {job.phase === 'cancelled' && <p className="soft">{t('jobs.cancelled')}</p>}
        <EndedActions job={job} pictures={shown} />
      </div>
      {openId && (
        <Suspense>
          <Lightbox pictures={shown} openId={openId} onMove={setOpenId} onClose={() => setOpenId(null)} />
        </Suspense>
      )}
    </article>
  );
}

function Pictures({ pictures: shown, onOpen }: { pictures: Picture[]; onOpen: (id: string) => void }) {
  const first = shown[0]!;
  const columns = shown.length === 1 ? 1 : shown.length === 2 || shown.length === 4 ? 2 : 3;
  const ratio = first.widthPixels / first.heightPixels;
  const style: CSSProperties & Record<'--columns', number> = { '--columns': columns };
  if (columns === 1) style.maxWidth = Math.round(MEDIA_SIDE * Math.max(1, ratio));
  return (
    <ul className="job-pictures" style={style}>
      {shown.map(picture => (
        <li key={picture.id}>
          <PictureTile picture={picture} quality="file" onOpen={() => onOpen(picture.id)} />
        </li>
      ))}
    </ul>
  );
}

/** With one picture its own actions; with several those of the whole round (each has its own when it is open). */
function EndedActions({ job, pictures: shown }: { job: Job; pictures: Picture[] }) {
  const { t } = useTranslation();
  const first = shown[0];
  if (!first) {
    return (
      <div className="job-actions">
        <button type="button" className="button quiet compact" onClick={() => removeJob(job.id)}>
          <Icon name="close" />
          {t('jobs.dismiss')}
        </button>
      </div>
    );
  }
  const isSingle = shown.length === 1;
  return (
    <div className="job-actions">
      <button
        type="button"
        className="button compact"
        onClick={() => startJob({ ...job.settings, seed: '' }, job.source, job.patch)}
      >
        <Icon name="again" />
        {isSingle ? t('picture.again') : t('picture.againMany')}
      </button>
      {isSingle ? (
        <PictureActions picture={first} />
      ) : (
        <button type="button" className="button compact" onClick={() => void saveAll(shown)}>
          <Icon name="download" />
          {t('picture.downloadAll')}
        </button>
      )}
    </div>
  );
}

async function saveAll(shown: Picture[]): Promise<void> {
  const { exportPictures } = await import('../gallery/export.ts');
  await exportPictures(shown);
}

function usePictures(job: Job): Picture[] {
  const all = useStore(pictures) ?? [];
  const gone = useStore(hidden);
  return job.pictureIds
    .filter(id => !gone.has(id))
    .map(id => all.find(picture => picture.id === id))
    .filter(picture => picture !== undefined);
}
