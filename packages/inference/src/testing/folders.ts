import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type TinyOptions, writeTinyCheckpoint } from './tinyCheckpoint.ts';

export const EMOJI_64 = fileURLToPath(new URL('../../models/emoji-64/', import.meta.url));

/** A folder that is gone when the test is. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'openhorde-inference-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder named `tiny` with an ordinary-shaped checkpoint. */
export async function tinyFolder(t: TestContext, options?: TinyOptions): Promise<string> {
  const folder = path.join(await temporaryFolder(t), 'tiny');
  await writeTinyCheckpoint(folder, options);
  return folder;
}
