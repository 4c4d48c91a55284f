import { escapeHtml } from '../../platform/cleanText.ts';
import type { SignInReason } from '../signin/index.ts';
import { refusalPage } from './registerPage.ts';

export const STATUS_OF: Readonly<Record<SignInReason, number>> = {
  unknown: 404,
  target: 400,
  stale: 400,
  denied: 403,
  distrusted: 400,
  unreachable: 502,
};

const SENTENCES: Readonly<Record<SignInReason, string>> = {
  unknown: 'This horde does not offer that way to sign in.',
  target: 'After signing in you would be sent to a page that is not of this site. That does not happen here.',
  stale: 'This sign-in took too long, was used before, or was begun in another browser.',
  denied: 'You have not signed in: the other side says that you did not want to.',
  distrusted: 'What came back does not prove who you are.',
  unreachable: 'The other side does not answer as it should. Try again in a few minutes.',
};

/** Says why a sign-in did not come about, and the way to another try. */
export function refusedSignInPage(reason: SignInReason, publicUrl: string): string {
  const href = escapeHtml(`${publicUrl}/register`);
  const way = `<p class="small">Nothing has changed. <a href="${href}">Try again from the start</a>.</p>`;
  return refusalPage(SENTENCES[reason], { title: 'Not signed in', way });
}
