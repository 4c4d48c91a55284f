/** States of a form and of its request as status tells them (http-api-alchemy §2). */
import type { AlchemyFormState, AlchemyState } from '@openhorde/contract';

/** A form as the queue keeps it: one job that waits, is at a worker, or is over. */
export interface FormCounts {
  waiting: number;
  processing: number;
  finished: number;
  faulted: boolean;
  cancelled: boolean;
}

/** A form that has ended stays so: a result that was there before the request was cancelled is still shown. */
export function formState(form: FormCounts): AlchemyFormState {
  if (form.finished > 0) return 'done';
  if (form.cancelled) return 'cancelled';
  if (form.faulted) return 'faulted';
  return form.processing > 0 ? 'processing' : 'waiting';
}

/** `partial`: it is over, and its forms ended differently or were all cancelled. Without forms it has failed. */
export function alchemyState(forms: readonly AlchemyFormState[]): AlchemyState {
  if (forms.every(state => state === 'faulted')) return 'faulted';
  if (forms.every(state => state === 'done')) return 'done';
  if (forms.includes('processing')) return 'processing';
  return forms.includes('waiting') ? 'waiting' : 'partial';
}

/** Whether nothing will change any more. */
export const isOver = (state: AlchemyState): boolean => state !== 'waiting' && state !== 'processing';
