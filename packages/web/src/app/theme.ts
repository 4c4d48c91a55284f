/** Light, dark, or as the system says. The style sheet does the rest through `<html data-theme>`. */
import { createStore } from '../ui/createStore.ts';
import { onRemembered, remember, remembered } from '../ui/remember.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const NAME = 'theme';

export const theme = createStore<Theme>('system');

export function startTheme(): void {
  apply(themeOf(remembered(NAME)));
  onRemembered(NAME, stored => apply(themeOf(stored)));
}

function themeOf(stored: string | null): Theme {
  return THEMES.find(known => known === stored) ?? 'system';
}

export function chooseTheme(next: Theme): void {
  remember(NAME, next === 'system' ? null : next);
  apply(next);
}

function apply(next: Theme): void {
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  theme.set(next);
}
