import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Complaint } from './terminal.ts';

const WEB = fileURLToPath(new URL('../../web', import.meta.url));
const LOCALES = fileURLToPath(new URL('../../../locales', import.meta.url));

/** Folder of the built pages. */
export const PAGES = path.join(WEB, 'dist');

/** The sources of the pages beside their own folder: packages that they bundle and the sentences they show. */
const SOURCES = [
  path.join(WEB, 'src'),
  path.join(WEB, 'public'),
  path.join(WEB, 'index.html'),
  path.join(WEB, 'vite.config.ts'),
  path.join(WEB, '..', 'sdk', 'src'),
  path.join(WEB, '..', 'contract', 'src'),
  LOCALES,
];

/** Whether the pages are missing or older than something that they are made of. */
export async function arePagesStale(): Promise<boolean> {
  const built = await newest(path.join(PAGES, 'index.html'));
  if (built === 0) return true;
  const times = await Promise.all(SOURCES.map(newest));
  return Math.max(...times) > built;
}

/** Builds the pages. @throws Complaint with the end of the builder's own words */
export async function buildPages(): Promise<void> {
  const vite = path.join(
    path.dirname(createRequire(import.meta.url).resolve('vite/package.json')),
    'bin',
    'vite.js',
  );
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: WEB,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('exit', resolve),
  );
  if (code !== 0) throw new Complaint('The pages could not be built:', ...output.split('\n'));
}

/** Latest modification below a path, in milliseconds; 0 when there is nothing. */
async function newest(place: string): Promise<number> {
  const facts = await stat(place).catch(() => undefined);
  if (!facts) return 0;
  if (!facts.isDirectory()) return facts.mtimeMs;
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile());
  const times = await Promise.all(files.map(file => stat(path.join(file.parentPath, file.name))));
  return Math.max(0, ...times.map(({ mtimeMs }) => mtimeMs));
}
