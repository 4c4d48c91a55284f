import { escapeHtml } from '../../platform/cleanText.ts';
import type { Session, SignIn } from '../signin/index.ts';

type Providers = SignIn['providers'];

/** Buttons of those who vouch for people, to come back to `returnTo`; nothing where the operator has set up none. */
export function signInButtons(
  providers: Providers,
  returnTo: 'register' | 'transfer',
  above: string,
): string {
  if (providers.length === 0) return '';
  const buttons = providers.map(({ name, title }) => {
    const text = escapeHtml(title);
    return `<a class="button quiet" href="/${name}/${returnTo}" aria-label="Sign in with ${text}">${text}</a>`;
  });
  return `<p class="or">${above}</p>\n<div class="actions">\n${buttons.join('\n')}\n</div>`;
}

/** The hidden field that every form of a signed-in person carries. */
export const formToken = ({ formToken }: Session): string =>
  `<input type="hidden" name="form_token" value="${escapeHtml(formToken)}">`;

/** Who sits there, and the way out. */
export function whoBar(session: Session, providers: Providers): string {
  const title = providers.find(({ name }) => name === session.provider)?.title ?? session.provider;
  const as = session.name === null ? '' : ` as <strong>${escapeHtml(session.name)}</strong>`;
  return `<div class="who">
<span>Signed in with ${escapeHtml(title)}${as}</span>
<form method="post" action="/sign_out">${formToken(session)}<button class="quiet">Sign out</button></form>
</div>`;
}
