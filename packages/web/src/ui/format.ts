/** Numbers and times for people, in their language. */

/** "en" -> the reader's own English where the browser names one: dates and hours differ between countries. */
export function localeFor(
  language: string,
  wanted: readonly string[] = globalThis.navigator?.languages ?? [],
): string {
  return wanted.find(locale => locale === language || locale.startsWith(`${language}-`)) ?? language;
}

/** Kudos, pictures and the like: at most one decimal below 100, none above. */
export function formatNumber(value: number, language: string): string {
  const maximumFractionDigits = Math.abs(value) < 100 ? 1 : 0;
  return new Intl.NumberFormat(localeFor(language), { maximumFractionDigits }).format(value);
}

/** 95 -> "1m 35s" in the language's own way; beyond an hour without the seconds. */
export function formatSeconds(seconds: number, language: string): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = {
    hours: Math.floor(whole / 3600),
    minutes: Math.floor((whole % 3600) / 60),
    seconds: whole % 60,
  };
  const shown: [number, string][] =
    parts.hours > 0
      ? [
          [parts.hours, 'hour'],
          [parts.minutes, 'minute'],
        ]
      : [
          [parts.minutes, 'minute'],
          [parts.seconds, 'second'],
        ];
  const words = shown
    .filter(([amount], index) => amount > 0 || (index === 1 && whole === 0))
    .map(([amount, unit]) =>
      new Intl.NumberFormat(localeFor(language), { style: 'unit', unit, unitDisplay: 'narrow' }).format(
        amount,
      ),
    );
  return words.join(' ');
}

/** 1_234_567 -> "1.2 MB". */
export function formatBytes(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(localeFor(language), {
    style: 'unit',
    unit: units[power]!,
    unitDisplay: 'short',
    maximumFractionDigits: power < 2 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

/** A moment as "26 Nov 2026, 14:05". */
export function formatMoment(ms: number, language: string): string {
  return new Intl.DateTimeFormat(localeFor(language), { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}
