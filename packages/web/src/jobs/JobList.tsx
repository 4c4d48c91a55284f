import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../ui/createStore.ts';
import { JobCard } from './JobCard.tsx';
import { isLive } from './job.ts';
import { jobs } from './jobStore.ts';
import { withdrawJob } from './runner.ts';
import { Swarm } from './Swarm.tsx';

/** What was asked, newest first. */
export function JobList() {
  const { t } = useTranslation();
  const all = useStore(jobs);
  useCancelKey();
  if (all.length === 0) return <NothingYet />;
  return (
    <section className="jobs" aria-label={t('jobs.label')}>
      {all.map(job => (
        <JobCard key={job.id} job={job} />
      ))}
    </section>
  );
}

function NothingYet() {
  const { t } = useTranslation();
  return (
    <section className="nothing-yet">
      <Swarm order={1} seed="openhorde" ratio={1} />
      <div>
        <h2>{t('jobs.emptyTitle')}</h2>
        <p className="soft">{t('jobs.emptyText')}</p>
      </div>
    </section>
  );
}

/** Escape takes the newest live job back, unless it closes something or leaves a field. */
function useCancelKey() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isField(event.target)) return;
      if (document.querySelector(':popover-open, dialog[open]')) return;
      const live = jobs.get().find(job => isLive(job) && !job.isWithdrawn);
      if (live) withdrawJob(live);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
