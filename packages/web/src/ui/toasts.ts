/** Short messages at the edge of the page, at most one action each. */
import { createStore } from './createStore.ts';
import { newId } from './newId.ts';

export interface Toast {
  id: string;
  text: string;
  action?: { label: string; run: () => void };
  /** Runs when the toast goes without its action having been taken. */
  onGone?: () => void;
}

export const toasts = createStore<readonly Toast[]>([]);

const PLAIN_TOAST_MS = 4_000;
/** Time to change one's mind. */
const ACTION_TOAST_MS = 8_000;

export function showToast(toast: Omit<Toast, 'id'>): void {
  const id = newId();
  toasts.set(all => [...all, { ...toast, id }]);
  setTimeout(() => dismiss(id, true), toast.action ? ACTION_TOAST_MS : PLAIN_TOAST_MS);
}

export function takeAction(toast: Toast): void {
  toast.action?.run();
  dismiss(toast.id, false);
}

function dismiss(id: string, runGone: boolean): void {
  const toast = toasts.get().find(known => known.id === id);
  if (!toast) return;
  toasts.set(all => all.filter(known => known.id !== id));
  if (runGone) toast.onGone?.();
}
