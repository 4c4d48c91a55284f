import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LONG_PROMPT_CHARACTERS } from './settings.ts';

interface Props {
  value: string;
  error: string | null;
  onChange: (value: string) => void;
  ref: Ref<HTMLTextAreaElement>;
}

/** Prompts shorter than this are set large, then in two steps smaller. */
const LARGE_CHARACTERS = 70;
const MIDDLE_CHARACTERS = 260;

/** The prompt: as large as it can be, as tall as it must be. */
export function PromptBox({ value, error, onChange, ref }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => box.current!, []);

  const size =
    value.length < LARGE_CHARACTERS ? 'large' : value.length < MIDDLE_CHARACTERS ? 'middle' : 'small';
  useLayoutEffect(() => {
    // `field-sizing` of the style sheet does this where it is known.
    if (!box.current || CSS.supports('field-sizing', 'content')) return;
    box.current.style.height = 'auto';
    box.current.style.height = `${value === '' ? 0 : box.current.scrollHeight}px`;
  }, [value]);

  return (
    <div className="prompt">
      <label htmlFor="prompt" className="visually-hidden">
        {t('prompt.label')}
      </label>
      <textarea
        id="prompt"
        ref={box}
        className={`prompt-box ${size}`}
        rows={2}
        value={value}
        placeholder={t('prompt.placeholder')}
        aria-invalid={error !== null}
        aria-describedby="prompt-note"
        enterKeyHint="enter"
        onChange={event => onChange(event.target.value)}
      />
      <p id="prompt-note" className="prompt-note" role={error ? 'alert' : undefined}>
        {error ?? (value.length >= LONG_PROMPT_CHARACTERS ? t('prompt.long', { count: value.length }) : '')}
      </p>
    </div>
  );
}
