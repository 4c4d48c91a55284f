/** Sentences live in `locales/<language>/web.json` at the repository's root. English comes with the page, others on demand. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import english from '../../../../locales/en/web.json' with { type: 'json' };
import { remember, remembered } from '../ui/remember.ts';

/** Language code -> its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'web';
    resources: { web: typeof english };
  }
}

const NAME = 'language';

/** The language chosen before, else the first of the browser's that there is, else English. */
export function preferredLanguage(stored: string | null, wanted: readonly string[]): Language {
  const codes = [stored ?? '', ...wanted].map(code => code.toLowerCase().split('-')[0]!);
  return (codes.find(code => code in LANGUAGES) as Language | undefined) ?? 'en';
}

/** Starts translation. @returns once the sentences of the language are there */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    ns: ['web'],
    defaultNS: 'web',
    resources: { en: { web: english } },
    interpolation: { escapeValue: false },
  });
  await applyLanguage(preferredLanguage(remembered(NAME), navigator.languages));
}

export async function chooseLanguage(language: Language): Promise<void> {
  remember(NAME, language);
  await applyLanguage(language);
}

async function applyLanguage(language: Language): Promise<void> {
  if (language === 'de' && !i18next.hasResourceBundle('de', 'web')) {
    const german = await import('../../../../locales/de/web.json', { with: { type: 'json' } });
    i18next.addResourceBundle('de', 'web', german.default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
