import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Newspiece } from '@openhorde/contract';
import { parse } from 'yaml';

/** `2026-11-26-a-title.md`: the name gives the date. */
const FILE = /^(\d{4}-\d{2}-\d{2})(?:-.*)?\.md$/;
/** Settings between two lines of dashes, then the text. */
const PARTS = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/;
const PIECES_MAX = 100;
/** Shown until the operator has written something. */
const SAMPLES = path.join(import.meta.dirname, 'samples', 'news');

/**
 * News of the operator: Markdown files in `news` of the home folder, newest first; a sample until there are any. The
 * head of a file may give `title`, `importance`, `tags` and `more_info_urls`; without one the first heading is the
 * title.
 */
export async function readNews(home: string): Promise<Newspiece[]> {
  const own = await readPieces(path.join(home, 'news'));
  return own.length > 0 ? own : readPieces(SAMPLES);
}

async function readPieces(folder: string): Promise<Newspiece[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => FILE.test(name));
  const newest = names.sort().reverse().slice(0, PIECES_MAX);
  return Promise.all(
    newest.map(async name => pieceOf(name, await readFile(path.join(folder, name), 'utf8'))),
  );
}

function pieceOf(name: string, content: string): Newspiece {
  const [, head = '', body = content] = PARTS.exec(content) ?? [];
  const settings = settingsOf(head);
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  return {
    date_published: FILE.exec(name)![1]!,
    title: String(settings.title ?? /^#\s+(.+)$/m.exec(body)?.[1] ?? ''),
    newspiece: body.trim(),
    importance: String(settings.importance ?? 'Information'),
    tags: texts(settings.tags),
    more_info_urls: texts(settings.more_info_urls),
  };
}

/** A head that is no YAML is none: one bad file must not hide the others. */
function settingsOf(head: string): Record<string, unknown> {
  try {
    const settings: unknown = parse(head);
    return typeof settings === 'object' && settings !== null ? (settings as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
