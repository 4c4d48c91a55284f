import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useModels } from '../api/queries.ts';
import { usePageName } from '../app/title.ts';
import { JobList } from '../jobs/JobList.tsx';
import { Composer } from './Composer.tsx';
import { DropArea } from './DropArea.tsx';
import { loadSource, proposeModel } from './draft.ts';
import { defaultModel } from './modelChoice.ts';
import { Pulse } from './Pulse.tsx';

/** The form on top, what came of it below. */
export function CreatePage() {
  const { t } = useTranslation();
  const models = useModels().data;
  useEffect(() => void loadSource(), []);
  useEffect(() => {
    const model = models ? defaultModel(models) : null;
    if (model !== null) proposeModel(model);
  }, [models]);
  usePageName(t('nav.create'));
  return (
    <DropArea>
      <h1 className="visually-hidden">{t('create.title')}</h1>
      <Composer />
      <Pulse />
      <JobList />
    </DropArea>
  );
}
