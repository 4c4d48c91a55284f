import { createHash } from 'node:crypto';
import { PUBLIC_STYLE } from './publicStyle.ts';
import { SCRIPT } from './registerScript.ts';
import { STYLE as CARD_STYLE } from './registerStyle.ts';

const STYLE = CARD_STYLE + PUBLIC_STYLE;

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

/**
 * A page of one card that needs nothing beside itself.
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
</head>
<body class="${kind}">
<main>
${MARK_SVG}
${content}
</main>
</body>
</html>
`;
}
