import { escapeHtml } from '../../platform/cleanText.ts';
import { USERNAME_LENGTH_MAX } from '../accounts/index.ts';
import type { Session, SignIn } from '../signin/index.ts';
import { page } from './pageShell.ts';
import { SCRIPT } from './registerScript.ts';
import { formToken, signInButtons, whoBar } from './signInParts.ts';

export interface RegisterForm {
  /** Why the last try was not taken. */
  refusal?: string;
  /** What was tried. */
  username?: string;
  providers: SignIn['providers'];
  session?: Session | undefined;
  /** Names of the signed-in account, as they are kept: clean HTML. Absent: there is no account yet. */
  account?: { username: string; alias: string } | undefined;
}

/** The form: for a stranger, for a person who has just signed in, or for the owner of an account. */
export function registerForm(form: RegisterForm): string {
  const { session, account } = form;
  if (!session) return strangerForm(form);
  return account ? ownerForm(form, session, account) : newcomerForm(form, session);
}

function strangerForm(form: RegisterForm): string {
  return page(
    'Register',
    `<h1>Get your own key</h1>
<p>An account costs nothing and needs no e-mail address. With a key of your own you are served before those without,
you earn kudos for the work you lend, and you see what you asked for.</p>
${refusalOf(form)}
<form method="post" action="/register">
${nameField('What shall we call you?', form.username)}
<button>Make my account</button>
</form>
<p class="small">The name is public. The account belongs to the holder of its key: without signing in there is no other way
to it.</p>
${signInButtons(form.providers, 'register', 'or sign in with')}`,
  );
}

function newcomerForm(form: RegisterForm, session: Session): string {
  return page(
    'Register',
    `${whoBar(session, form.providers)}
<h1>Get your own key</h1>
<p>You have no account here yet. Give it a name; if you ever lose its key, sign in again and get another one.</p>
${refusalOf(form)}
<form method="post" action="/register">
${formToken(session)}
${nameField('What shall we call you?', form.username ?? session.name?.slice(0, USERNAME_LENGTH_MAX))}
<button>Make my account</button>
</form>
<p class="small">The name is public. Nobody sees how you signed in.</p>`,
  );
}

function ownerForm(
  form: RegisterForm,
  session: Session,
  { username, alias }: NonNullable<RegisterForm['account']>,
): string {
  return page(
    'Your account',
    `${whoBar(session, form.providers)}
<h1>You are ${alias}</h1>
<p>Have you lost your key, or told it to another person? Then get a new one. You may take another name with it; the number stays
yours.</p>
<p class="warning"><strong>The key that you have now ends at that moment.</strong> Programs and workers that use it need the
new one. Keys that you made for one purpose stay as they are.</p>
${refusalOf(form)}
<form method="post" action="/register">
${formToken(session)}
${form.username === undefined ? nameField('Name', username, 'kept') : nameField('Name', form.username, 'retyped')}
<button>End my old key and show me a new one</button>
</form>
<p class="small"><a href="/transfer">Send kudos</a> or <a href="/">make pictures</a>.</p>`,
  );
}

export const refusalOf = ({ refusal }: Pick<RegisterForm, 'refusal'>): string =>
  refusal === undefined ? '' : `<p class="refused" role="alert">${escapeHtml(refusal)}</p>`;

/**
 * @param kind `kept`: as accounts keep names, in which entities stand already. Only where a name is new is the cursor put
 *   into the field: on a page that ends a key, Enter should not come by itself
 */
export function nameField(label: string, value = '', kind: 'new' | 'kept' | 'retyped' = 'new'): string {
  const text = kind === 'kept' ? value.replaceAll('"', '&quot;') : escapeHtml(value);
  return `<label for="username">${label}</label>
<input id="username" name="username" required maxlength="${USERNAME_LENGTH_MAX}" autocomplete="nickname"${kind === 'new' ? ' autofocus' : ''}
  value="${text}">`;
}

/** What to do about a lost key, as the end of a sentence. */
const LOSSES = {
  stranger: 'if you lose it the account is lost',
  owner: 'if you lose it, sign in again and get another one',
  administrator:
    'if you lose it, <code>openhorde user key</code> on the machine of this horde makes another one',
} as const;

/**
 * The one time that a key is shown. `alias` is clean HTML, as names of accounts are kept.
 * @param holder who gets it: `owner` has signed in, `administrator` is the first of this horde
 */
export function keyPage({
  alias,
  key,
  holder,
  isRenewed,
}: {
  alias: string;
  key: string;
  holder: keyof typeof LOSSES;
  isRenewed: boolean;
}): string {
  return page(
    'Your key',
    `<h1>${isRenewed ? 'Welcome back' : 'Welcome'}, ${alias}</h1>
<p><strong>This is your ${isRenewed ? 'new key; the old one has ended. It' : 'key. It'} is shown once, now.</strong> Keep it
where you keep passwords: anyone who has it can act as you, and ${LOSSES[holder]}.</p>
<code class="ah-api-key">${escapeHtml(key)}</code>
<div class="actions" hidden>
<button type="button" id="copy">Copy the key</button>
<button type="button" id="use" class="quiet">Use it here</button>
</div>
<p class="small">Programs send it in the header <code>apikey</code>. <a href="/">Make pictures</a> or
<a href="/api/">read about the API</a>.</p>
<script>${SCRIPT}</script>`,
  );
}

/** Says no, without a form. `way`: clean HTML of what to do now. */
export function refusalPage(sentence: string, { title = 'Not now', way = '' } = {}): string {
  return page(
    title,
    `<h1>${title}</h1>\n<p class="refused" role="alert">${escapeHtml(sentence)}</p>\n${way}`,
  );
}
