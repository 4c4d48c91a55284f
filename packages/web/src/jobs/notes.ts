/** Sentences of the horde about a request: in the reader's language where their code is known, else as they came. */
import type { i18n as I18n } from 'i18next';

export interface Note {
  code: string | null;
  message: string;
}

export function noteText({ code, message }: Note, i18n: Pick<I18n, 'exists' | 't'>): string {
  const key = `note.${code}`;
  return code !== null && i18n.exists(key) ? i18n.t(key as 'note.StepsTooFew') : message;
}
