import { createHash } from 'node:crypto';
import { escapeHtml } from '../../platform/cleanText.ts';
import { USERNAME_LENGTH_MAX } from '../accounts/index.ts';
import { SCRIPT } from './registerScript.ts';
import { STYLE } from './registerStyle.ts';

const sourceHash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The pages bring their one style and one script with them; nothing else may run or be loaded. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src ${sourceHash(STYLE)}`,
  `script-src ${sourceHash(SCRIPT)}`,
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The mark of the project: x, y, radius and colour of its dots. */
const MARK = [
  [50.5, 22.1, 2.2, '#2f8f93'],
  [52.8, 29.1, 2.8, '#2f9a84'],
  [52.3, 37.5, 3.4, '#44a56d'],
  [47.6, 46, 4, '#6fb04f'],
  [38.5, 52, 4.6, '#abb33a'],
  [26.4, 52.2, 5.2, '#d7b32e'],
  [15.4, 44.8, 5.8, '#f4b02c'],
  [11, 31, 6.4, '#f39735'],
  [17.6, 16.7, 7, '#ee7c40'],
  [33.5, 11.1, 7.6, '#e6604d'],
] as const;
const MARK_SVG = `<svg class="mark" viewBox="0 0 64 64" aria-hidden="true">${MARK.map(
  ([x, y, radius, colour]) => `<circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}"/>`,
).join('')}</svg>`;

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

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · OpenHorde</title>
<link rel="icon" href="/icon.svg">
<style>${STYLE}</style>
</head>
<body>
<main>
${MARK_SVG}
${content}
</main>
</body>
</html>
`;
}
