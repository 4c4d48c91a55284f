import { escapeHtml } from '../../platform/cleanText.ts';
import { page } from './pageShell.ts';

export interface TransferFields {
  username: string;
  amount: string;
}

/** The form to send kudos. `done`: what was sent; `refusal`: why the last try was not taken. The key is never sent back. */
export function transferForm({
  username = '',
  amount = '',
  refusal,
  done,
}: Partial<TransferFields> & { refusal?: string; done?: string } = {}): string {
  return page(
    'Send kudos',
    `<h1>Send kudos</h1>
<p>To another account, or to a shared key: then its owner gets them, and whoever uses the key may spend as much more.</p>
${done === undefined ? '' : `<p class="done" role="status">${escapeHtml(done)}</p>`}
${refusal === undefined ? '' : `<p class="refused" role="alert">${escapeHtml(refusal)}</p>`}
<form method="post" action="/transfer">
<label for="username">Who gets them?</label>
<input id="username" name="username" required placeholder="name#number, or a shared key" autocomplete="off"
  value="${escapeHtml(username)}">
<label for="amount">How many?</label>
<input id="amount" name="amount" required inputmode="numeric" pattern="[0-9]+" autocomplete="off"
  value="${escapeHtml(amount)}">
<label for="src_api_key">Your key</label>
<input id="src_api_key" name="src_api_key" type="password" required autocomplete="off">
<button>Send</button>
</form>
<p class="small">Kudos that are sent cannot be called back.</p>`,
  );
}
