/** Light, dark, or as the system says. The style sheet does the rest through `<html data-theme>`. */
import { createStore } from '../ui/createStore.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'openhorde.theme';

export const theme = createStore<Theme>('system');

export function startTheme(): void {
  const stored = localStorage.getItem(STORAGE_KEY);
  apply(THEMES.includes(stored as Theme) ? (stored as Theme) : 'system');
}

export function chooseTheme(next: Theme): void {
  if (next === 'system') localStorage.removeItem(STORAGE_KEY);
  else localStorage.setItem(STORAGE_KEY, next);
  apply(next);
}

function apply(next: Theme): void {
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  theme.set(next);
}
