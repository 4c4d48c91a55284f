import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { fillDraft, startFromPicture } from '../create/draft.ts';
import { copyText } from '../ui/copyText.ts';
import { Icon } from '../ui/Icon.tsx';
import { showToast } from '../ui/toasts.ts';
import { downloadPicture } from './download.ts';
import type { Picture } from './picture.ts';
import { pictureFile } from './pictures.ts';

/** What can be done with one picture. `onLeave` runs before the create page is opened. */
export function PictureActions({ picture, onLeave }: { picture: Picture; onLeave?: () => void }) {
  const { t } = useTranslation();
  const [location, navigate] = useLocation();

  const toCreate = () => {
    onLeave?.();
    if (location !== '/' && location !== '/create') navigate('/');
    window.scrollTo({ top: 0, behavior: 'smooth' });
  };
  const fillForm = () => {
    fillDraft({ ...picture.settings, model: picture.model, count: 1 });
    showToast({ text: t('picture.settingsUsed') });
    toCreate();
  };
  const startFrom = async () => {
    const file = await pictureFile(picture.id);
    if (file) await startFromPicture(file);
    toCreate();
  };
  const copyPrompt = async () => {
    const copied = await copyText(picture.settings.prompt);
    showToast({ text: copied ? t('picture.promptCopied') : t('picture.promptNotCopied') });
  };

  return (
    <>
      <button type="button" className="button compact" onClick={() => void downloadPicture(picture)}>
        <Icon name="download" />
        {t('picture.download')}
      </button>
      <button type="button" className="button compact" onClick={fillForm}>
        <Icon name="reuse" />
        {t('picture.useSettings')}
      </button>
      <button type="button" className="button quiet compact" onClick={() => void startFrom()}>
        <Icon name="picture" />
        {t('picture.startFrom')}
      </button>
      <button type="button" className="button quiet compact" onClick={() => void copyPrompt()}>
        <Icon name="copy" />
        {t('picture.copyPrompt')}
      </button>
    </>
  );
}
