import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { marked } from 'marked';

export const DOCUMENTS = ['terms', 'privacy', 'sponsors'] as const;
export type DocumentName = (typeof DOCUMENTS)[number];

const SAMPLES = path.join(import.meta.dirname, 'samples');

/** A document of the operator: `documents/<name>.md` in the home folder, or the shipped sample. Read at each call. */
export async function readDocument(home: string, name: DocumentName): Promise<string> {
  const own = path.join(home, 'documents', `${name}.md`);
  return readFile(own, 'utf8').catch(() => readFile(path.join(SAMPLES, `${name}.md`), 'utf8'));
}

/** Markdown of the operator as HTML. It is theirs, so it may hold any markup. */
export function toHtml(markdown: string): string {
  return marked.parse(markdown, { async: false });
}
