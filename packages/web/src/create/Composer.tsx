import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { cover } from '../gallery/imageFile.ts';
import { startJob } from '../jobs/runner.ts';
import { useStore } from '../ui/createStore.ts';
import { Icon } from '../ui/Icon.tsx';
import { AdvancedSettings } from './AdvancedSettings.tsx';
import { CountPicker } from './CountPicker.tsx';
import { changeDraft, draft, source } from './draft.ts';
import { ModelPicker } from './ModelPicker.tsx';
import { modelKind } from './modelHints.ts';
import { NegativePrompt } from './NegativePrompt.tsx';
import { PromptBox } from './PromptBox.tsx';
import { SeedChip } from './SeedChip.tsx';
import { ShapePicker } from './ShapePicker.tsx';
import { SourceButton, SourcePicture } from './SourcePicture.tsx';
import { SubmitBar } from './SubmitBar.tsx';
import { Suggestions } from './Suggestions.tsx';

/** Everything that is said before the button. The usual settings read as one sentence; the rest is behind a button. */
export function Composer() {
  const { t } = useTranslation();
  const settings = useStore(draft);
  const picture = useStore(source);
  const form = useRef<HTMLFormElement>(null);
  const prompt = useRef<HTMLTextAreaElement>(null);
  const [showsNegative, setShowsNegative] = useState(settings.negative !== '');
  const [showsAdvanced, setShowsAdvanced] = useState(false);
  const [isMissingPrompt, setMissingPrompt] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (settings.prompt.trim() === '') {
      setMissingPrompt(true);
      prompt.current?.focus();
      return;
    }
    const from = picture && (await cover(picture, settings.widthPixels, settings.heightPixels));
    const job = startJob(settings, from);
    requestAnimationFrame(() =>
      document.getElementById(job.id)?.scrollIntoView({ behavior: 'smooth', block: 'nearest' }),
    );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    // A bare Enter in a field of numbers must not send the whole request.
    if (event.target instanceof HTMLInputElement) event.preventDefault();
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    form.current?.requestSubmit();
  };

  return (
    <form
      ref={form}
      className="composer"
      onSubmit={event => void submit(event)}
      onKeyDown={onKeyDown}
      noValidate
    >
      <PromptBox
        ref={prompt}
        value={settings.prompt}
        error={isMissingPrompt ? t('prompt.missing') : null}
        onChange={value => {
          setMissingPrompt(false);
          changeDraft({ prompt: value });
        }}
      />
      {settings.prompt === '' && (
        <Suggestions model={settings.model} onPick={() => prompt.current?.focus()} />
      )}
      {showsNegative && <NegativePrompt onClose={() => setShowsNegative(false)} />}
      <SourcePicture />
      <div className="sentence">
        <Trans
          t={t}
          i18nKey="create.sentence"
          components={{ count: <CountPicker />, model: <ModelPicker />, shape: <ShapePicker /> }}
        />
        <SeedChip />
      </div>
      {modelKind(settings.model) === 'emoji' && (
        <p className="soft small">{t('model.emojiChosen', { name: settings.model })}</p>
      )}
      <div className="composer-foot">
        <div className="composer-tools">
          {!showsNegative && (
            <button type="button" className="button quiet compact" onClick={() => setShowsNegative(true)}>
              <Icon name="without" />
              {t('negative.add')}
            </button>
          )}
          <SourceButton />
          <button
            type="button"
            className="button quiet compact"
            aria-expanded={showsAdvanced}
            aria-controls="advanced"
            onClick={() => setShowsAdvanced(shown => !shown)}
          >
            <Icon name="settings" />
            {showsAdvanced ? t('advanced.hide') : t('advanced.show')}
          </button>
        </div>
        {showsAdvanced && <AdvancedSettings />}
        <SubmitBar settings={settings} hasSource={picture !== null} />
      </div>
    </form>
  );
}
