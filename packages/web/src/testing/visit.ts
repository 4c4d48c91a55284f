/** Builds the pages once for a test file and visits them in a Chromium, each time on a fresh stand-in horde. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '@openhorde/testkit/browser';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';
import { type StandIn, startStandIn } from './standIn.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PATIENCE_MS = 15_000;

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A name as a horde has it on a local network: plain http there is no secure context for browsers. */
const LAN_HOST = 'horde.lan';

const browser: Browser | null = await launchChromium([`--host-resolver-rules=MAP ${LAN_HOST} 127.0.0.1`]);
/** Reason to skip tests that need a browser. */
export const skip = browser ? false : 'no Chromium on this machine';
let dist = '';

before(async () => {
  dist = await mkdtemp(join(tmpdir(), 'openhorde-web-'));
  await build({ root: ROOT, logLevel: 'silent', build: { outDir: dist, emptyOutDir: true } });
});

after(async () => {
  await browser?.close();
  await rm(dist, { recursive: true, force: true });
});

/** Folder of the built pages. */
export function builtPages(): string {
  return dist;
}

/** Opens a page on a fresh horde (`isLan`: by a name, without TLS); fails when the page writes an error to its console. */
export async function visit(
  options: BrowserContextOptions & { path?: string; isLan?: boolean },
  act: (page: Page, horde: StandIn) => Promise<void>,
): Promise<void> {
  const { path = '/', isLan = false, ...contextOptions } = options;
  const horde = await startStandIn(dist, isLan ? LAN_HOST : '127.0.0.1');
  const context = await browser!.newContext({ locale: 'en-GB', serviceWorkers: 'block', ...contextOptions });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const errors: string[] = [];
  // Refusals of the horde are part of some tests; the browser notes each of them by itself.
  page.on('console', line => {
    if (line.type() === 'error' && !line.text().startsWith('Failed to load resource'))
      errors.push(line.text());
  });
  page.on('pageerror', error => errors.push(String(error)));
  try {
    await page.goto(horde.origin + path);
    await act(page, horde);
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
    await horde.close();
  }
}

/** Types a prompt, sends it by keyboard and waits until the horde has it. */
export async function ask(page: Page, horde: StandIn, prompt: string) {
  const before = horde.requests.length;
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.keyboard.press('Control+Enter');
  await page.locator('.job.live.queued').waitFor();
  return horde.requests[before]!;
}
