import { escapeHtml } from '../../platform/cleanText.ts';
import type { Session, SignIn } from '../signin/index.ts';
import { page } from './pageShell.ts';
import { formToken, signInButtons, whoBar } from './signInParts.ts';

const KEY_FIELD = `<label for="src_api_key">Your key</label>
<input id="src_api_key" name="src_api_key" type="password" required autocomplete="off">`;

export interface TransferFields {
  username: string;
  amount: string;
}

export interface TransferForm extends Partial<TransferFields> {
  /** Why the last try was not taken. */
  refusal?: string;
  /** What was sent. */
  done?: string;
  providers: SignIn['providers'];
  /** The person who has signed in to an account, whose `alias` is clean HTML: then no key is asked for. */
  sender?: { session: Session; alias: string } | undefined;
}

/** The form to send kudos. The key is never sent back. */
export function transferForm({
  username = '',
  amount = '',
  refusal,
  done,
  providers,
  sender,
}: TransferForm): string {
  return page(
    'Send kudos',
    `${sender ? whoBar(sender.session, providers) : ''}
<h1>Send kudos</h1>
<p>To another account, or to a shared key: then its owner gets them, and the users of the key may spend as much more.</p>
${done === undefined ? '' : `<p class="done" role="status">${escapeHtml(done)}</p>`}
${refusal === undefined ? '' : `<p class="refused" role="alert">${escapeHtml(refusal)}</p>`}
<form method="post" action="/transfer">
<label for="username">Who gets them?</label>
<input id="username" name="username" required placeholder="name#number, or a shared key" autocomplete="off"
  value="${escapeHtml(username)}">
<label for="amount">How many?</label>
<input id="amount" name="amount" required inputmode="numeric" pattern="[0-9]+" autocomplete="off"
  value="${escapeHtml(amount)}">
${sender ? formToken(sender.session) : KEY_FIELD}
<button>Send</button>
</form>
<p class="small">${sender ? `They go from ${sender.alias}. ` : ''}Kudos that are sent cannot be called back.</p>
${sender ? '' : signInButtons(providers, 'transfer', 'or, without your key, sign in with')}`,
  );
}
