import { readFileSync } from 'node:fs';
import path from 'node:path';
import { STORIES } from './playFile.ts';

/** Stories that differ, each with the part that is still to come or the reason. It may only shrink. */
export interface Pending {
  /** File -> part; only as long as each of its stories calls a route that is still to come. No test plays these. */
  files: Record<string, string>;
  /** File -> story -> part or reason. These are played, and must differ. */
  stories: Record<string, Record<string, string>>;
}

export const pending = JSON.parse(readFileSync(path.join(STORIES, 'pending.json'), 'utf8')) as Pending;
