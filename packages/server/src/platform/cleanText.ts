import { tidyLine, tidyLines } from '@openhorde/rules';

/**
 * Makes text of strangers harmless to show as HTML: names and notes of workers and teams, user names, contacts,
 * comments (http-api-accounts §1 and §4). Cleaning what is clean already changes nothing, so a name that a program
 * read from us and sends back stays the same name. Takes time linear in the text.
 */

/** Tags that may stay, with the attributes that may stay on them. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'title'],
  abbr: ['title'],
  acronym: ['title'],
  b: [],
  blockquote: [],
  code: [],
  em: [],
  i: [],
  li: [],
  ol: [],
  strong: [],
  ul: [],
};

const NAMES = Object.keys(ALLOWED).join('|');
/** An allowed tag, opening with its attributes or closing; or one character that HTML would read as markup. */
const TOKEN = new RegExp(`<(/?)(${NAMES})((?:\\s[^<>]*)?)>|&(?:amp|lt|gt|quot|#39);|[<>&]`, 'gi');
// Looked for at the beginnings of words alone: at each of its letters, a long word would be read to its end.
const ATTRIBUTE = /(?<![a-z])([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const SAFE_ADDRESS = /^(?:https?:\/\/|mailto:)/i;
const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** Text for HTML: every character that could end a text or an attribute becomes an entity. */
export function escapeHtml(text: string): string {
  return text.replace(/[<>&"']/g, char => ENTITIES[char] ?? (char === '"' ? '&quot;' : '&#39;'));
}

/** A name or a tag as it is kept and found by: one line; empty when there is nothing to see in it. */
export const cleanName = (text: string): string => cleanHtml(tidyLine(text));

/** A note as it is kept; its lines stay. */
export const cleanText = (text: string): string => cleanHtml(tidyLines(text));

/**
 * Trims, keeps harmless tags (closed where the text forgets to) and writes every other `<`, `>` and `&` as an entity.
 * Entities that this function itself writes are left alone.
 */
function cleanHtml(text: string): string {
  const open: string[] = [];
  const cleaned = text.replace(
    TOKEN,
    (token, slash: string | undefined, name: string | undefined, attributes: string | undefined) => {
      if (name === undefined) return ENTITIES[token] ?? token;
      const tag = name.toLowerCase();
      if (slash === '') {
        open.push(tag);
        return `<${tag}${cleanAttributes(tag, attributes ?? '')}>`;
      }
      // A closing tag that closes nothing would close a tag of the page around it.
      if (open.at(-1) !== tag) return '';
      open.pop();
      return `</${tag}>`;
    },
  );
  const closings = open.reverse().map(tag => `</${tag}>`);
  // Trimmed last: a dropped tag may leave a space at the end.
  return (cleaned + closings.join('')).trim();
}

function cleanAttributes(tag: string, attributes: string): string {
  let kept = '';
  for (const [, name = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    const value = double ?? single ?? '';
    if (!ALLOWED[tag]?.includes(key) || (key === 'href' && !SAFE_ADDRESS.test(value))) continue;
    kept += ` ${key}="${value.replaceAll('"', '&quot;')}"`;
  }
  return kept;
}
