import { escapeHtml } from '../../platform/cleanText.ts';
import { USERNAME_LENGTH_MAX } from '../accounts/index.ts';
import { page } from './pageShell.ts';
import { SCRIPT } from './registerScript.ts';

/** The form. `refusal`: why the last try was not taken; `username`: what was tried. */
export function registerForm({
  refusal,
  username = '',
}: {
  refusal?: string;
  username?: string;
} = {}): string {
  return page(
    'Register',
    `<h1>Get your own key</h1>
<p>An account costs nothing and needs no e-mail address. With a key of your own you are served before those without,
you earn kudos for the work you lend, and you see what you asked for.</p>
${refusal === undefined ? '' : `<p class="refused" role="alert">${escapeHtml(refusal)}</p>`}
<form method="post" action="/register">
<label for="username">What shall we call you?</label>
<input id="username" name="username" required maxlength="${USERNAME_LENGTH_MAX}" autocomplete="nickname" autofocus
  value="${escapeHtml(username)}">
<button>Make my account</button>
</form>
<p class="small">The name is public. The account belongs to whoever holds its key: there is no other way to sign in.</p>`,
  );
}

/** The one time that a key is shown. `alias` is clean HTML, as names of accounts are kept. */
export function keyPage({ alias, key }: { alias: string; key: string }): string {
  return page(
    'Your key',
    `<h1>Welcome, ${alias}</h1>
<p><strong>This is your key. It is shown once, now.</strong> Keep it where you keep passwords: whoever has it is you, and
if you lose it the account is lost.</p>
<code class="key">${escapeHtml(key)}</code>
<div class="actions" hidden>
<button type="button" id="copy">Copy the key</button>
<button type="button" id="use" class="quiet">Use it here</button>
</div>
<p class="small">Programs send it in the header <code>apikey</code>. <a href="/">Make pictures</a> or
<a href="/api/">read about the API</a>.</p>
<script>${SCRIPT}</script>`,
  );
}

/** Says no, without a form. */
export function refusalPage(sentence: string): string {
  return page('Register', `<h1>Not now</h1>\n<p class="refused">${escapeHtml(sentence)}</p>`);
}
