import { page } from './pageShell.ts';
import { nameField, type RegisterForm, refusalOf } from './registerPage.ts';

/** The form that makes the first administrator; it goes back to the address that it came from. */
export function firstAdminForm(form: Pick<RegisterForm, 'refusal' | 'username'>): string {
  return page(
    'First administrator',
    `<h1>This horde is yours</h1>
<p>Nobody administers it yet. Give yourself a name: the account that you make here is its administrator and its first
moderator.</p>
${refusalOf(form)}
<form method="post">
${nameField('What shall we call you?', form.username)}
<button>Make my account</button>
</form>
<p class="small">The name is public. This address works once, and ends as soon as there is an administrator.</p>`,
  );
}
