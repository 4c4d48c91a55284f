/** The title of the tab: how far the jobs are, then the page. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { unseen } from '../jobs/announce.ts';
import { isLive, percentDrawn } from '../jobs/job.ts';
import { jobs } from '../jobs/jobStore.ts';
import { createStore, useStore } from '../ui/createStore.ts';

const pageName = createStore<string>('');

/** Names the page that is shown. */
export function usePageName(name: string): void {
  useEffect(() => pageName.set(name), [name]);
}

/** Keeps the title; for the frame of all pages. */
export function useTitle(): void {
  const { t } = useTranslation();
  const name = useStore(pageName);
  const all = useStore(jobs);
  const done = useStore(unseen);
  const percent = percentDrawn(all);
  const isWaiting = all.some(job => isLive(job) && !job.isWithdrawn);
  const progress =
    percent !== null
      ? t('title.drawing', { percent })
      : isWaiting
        ? t('title.waiting')
        : done > 0
          ? t('title.done')
          : '';
  useEffect(() => {
    document.title = [progress, name, 'OpenHorde'].filter(Boolean).join(' · ');
  }, [progress, name]);
}
