/** A Chromium for tests: the system's, else the one that comes with @sparticuz/chromium; null where there is none. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const SUFFIXES = ['', '.exe'];
/** Where installers put it outside of the PATH. */
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const BROUGHT_ARGUMENTS = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader'];

/** @param more arguments of the command line beside those that it needs */
export async function launchChromium(more: readonly string[] = []): Promise<Browser | null> {
  const installed = findInstalled();
  if (installed) return chromium.launch({ executablePath: installed, args: ['--no-sandbox', ...more] });
  try {
    const { default: brought } = await import('@sparticuz/chromium');
    // Not its own arguments: they are for a small cloud function, and its single process dies with the first page.
    const args = [...BROUGHT_ARGUMENTS, ...more];
    return await chromium.launch({ executablePath: await brought.executablePath(), args });
  } catch {
    return null;
  }
}

function findInstalled(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = folders.flatMap(folder =>
    NAMES.flatMap(name => SUFFIXES.map(suffix => join(folder, name + suffix))),
  );
  return [...candidates, ...PLACES].find(path => existsSync(path));
}
