import { createHash } from 'node:crypto';
import { FRAME_STYLE } from './frameStyle.ts';
import { PUBLIC_STYLE } from './publicStyle.ts';
import { SCRIPT } from './registerScript.ts';
import { STYLE as CARD_STYLE } from './registerStyle.ts';

const STYLE = CARD_STYLE + PUBLIC_STYLE + FRAME_STYLE;

const sourceHash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The colours that were chosen in the app of this address. Without scripts the system's choice stands. */
const THEME_SCRIPT = `
try {
  const theme = localStorage.getItem('openhorde.theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {}
`;

/** The pages bring their one style and two scripts with them; nothing else may run or be loaded. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src ${sourceHash(STYLE)}`,
  `script-src ${sourceHash(THEME_SCRIPT)} ${sourceHash(SCRIPT)}`,
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

/** Where every page leads: to the app, and to the other pages that work without it. */
const LINKS = {
  '/about': 'About',
  '/news': 'News',
  '/register': 'Get a key',
  '/transfer': 'Send kudos',
  '/api/': 'API',
  '/terms': 'Terms',
  '/privacy': 'Privacy',
  '/sponsors': 'Sponsors',
} as const;

const FOOTER = `<footer><nav aria-label="More of this horde">
${Object.entries(LINKS)
  .map(([href, label]) => `<a href="${href}">${label}</a>`)
  .join('\n')}
</nav></footer>`;

/**
 * A page of one card in the app's frame that needs nothing beside itself.
 * @param content clean HTML
 * @param kind `text`: wide enough to be read, from the top
 */
export function page(title: string, content: string, kind: 'card' | 'text' = 'card'): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · OpenHorde</title>
<link rel="icon" href="/icon.svg">
<style>${STYLE}</style>
<script>${THEME_SCRIPT}</script>
</head>
<body class="${kind}">
<header>
<a class="brand" href="/">${MARK_SVG}OpenHorde</a>
<a href="/">Make pictures</a>
</header>
<main>
${content}
</main>
${FOOTER}
</body>
</html>
`;
}
