/** The built pages in a real Chromium, against a stand-in horde: from the prompt to the picture in the gallery. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';
import { launchChromium } from './testing/browser.ts';
import { nameless } from './testing/nameless.ts';
import { type StandIn, startStandIn } from './testing/standIn.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** JavaScript that a first visit loads, gzip. */
const FIRST_LOAD_BYTES_MAX = 150_000;

const browser: Browser | null = await launchChromium();
const skip = browser ? false : 'no Chromium on this machine';
let dist = '';

before(async () => {
  dist = await mkdtemp(join(tmpdir(), 'openhorde-web-'));
  await build({ root: ROOT, logLevel: 'silent', build: { outDir: dist, emptyOutDir: true } });
});

after(async () => {
  await browser?.close();
  await rm(dist, { recursive: true, force: true });
});

/** Opens a page on a fresh horde; fails when the page writes an error to its console. */
async function visit(
  options: BrowserContextOptions & { path?: string },
  act: (page: Page, horde: StandIn) => Promise<void>,
) {
  const horde = await startStandIn(dist);
  const { path = '/', ...contextOptions } = options;
  const context = await browser!.newContext({ locale: 'en-GB', serviceWorkers: 'block', ...contextOptions });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
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

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Types a prompt, sends it by keyboard and waits until the horde has it. */
async function ask(page: Page, horde: StandIn, prompt: string) {
  const before = horde.requests.length;
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.keyboard.press('Control+Enter');
  await page.locator('.job.live.queued').waitFor();
  return horde.requests[before]!;
}

for (const [size, viewport] of [
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    // Both settings of motion are walked through once on each kind of device.
    const reducedMotion = colorScheme === 'dark' ? 'reduce' : 'no-preference';
    test(`from prompt to gallery, ${size}, ${colorScheme}`, { skip }, async () => {
      await visit({ ...viewport, colorScheme, reducedMotion }, async (page, horde) => {
        await page.getByText('about 10 kudos').waitFor();
        const request = await ask(page, horde, 'a red heart');
        assert.equal(request.body.prompt, 'a red heart');
        assert.deepEqual(request.body.models, ['emoji-64']);
        assert.equal(request.apikey, '0000000000');

        await page.getByText('3rd in the queue').waitFor();
        request.update({
          queue_position: 0,
          waiting: 0,
          processing: 1,
          wait_time: 4,
          progress: { step: 10, steps: 25, stage: null },
        });
        await page.getByText('A worker is drawing').waitFor();
        await page.getByText('step 10 of 25').waitFor();
        assert.equal(await page.getByRole('progressbar').getAttribute('value'), '0.4');
        request.finish();

        const tile = page.getByRole('button', { name: 'Open: a red heart' });
        await tile.locator('img').waitFor();
        await page.getByText('seed 4082113907').waitFor();
        await page.getByText('drawn by kitchen laptop').waitFor();
        await page.getByText('9.4 kudos', { exact: true }).waitFor();
        assert.deepEqual(await page.evaluate(nameless), []);

        await page.getByRole('link', { name: 'Gallery' }).click();
        await page.getByRole('button', { name: 'Open: a red heart' }).locator('img').waitFor();
        assert.deepEqual(await page.evaluate(nameless), []);
        await page.getByRole('button', { name: 'Open: a red heart' }).click();
        await page.getByRole('dialog').getByText('kitchen laptop').waitFor();
        await page.keyboard.press('Escape');

        const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
        const lightness = Number(/[\d.]+/.exec(ground)![0]);
        assert.equal(lightness > 0.5, colorScheme === 'light', ground);
        const isWider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.equal(isWider, false, 'the page must not scroll sideways');
      });
    });
  }
}

test('a request goes on after a reload', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    const request = await ask(page, horde, 'a cat');
    await page.reload();
    await page.getByText('3rd in the queue').waitFor();
    request.finish();
    await page.getByRole('button', { name: 'Open: a cat' }).locator('img').waitFor();
    assert.equal(horde.requests.length, 1);
  });
});

test('a second tab shows the job, and only one of them asks the horde', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    const request = await ask(page, horde, 'a cat');
    const second = await page.context().newPage();
    await second.goto(horde.origin);
    await second.getByText('3rd in the queue').waitFor();
    assert.equal(request.listenerCount(), 1);
    await page.close();
    // The second tab takes over once the first one is gone.
    request.finish();
    await second.getByRole('button', { name: 'Open: a cat' }).locator('img').waitFor();
  });
});

test('Escape takes a request back', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    const request = await ask(page, horde, 'a cat');
    await page.keyboard.press('Escape');
    await page.getByText('Request cancelled.').waitFor();
    await page.getByText('Cancelled.', { exact: true }).waitFor();
    await page.waitForFunction(() => !document.querySelector('.job.live'));
    assert.equal(await request.cancelled, true);
  });
});

test('a request that no worker can serve says so, with the reason of the horde', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    horde.control.message = 'No available workers can fulfill this request.';
    const request = await ask(page, horde, 'a cat');
    request.update({ is_possible: false });
    await page.getByText('No worker online can do this').waitFor();
    await page.getByText('The horde says: No available workers can fulfill this request.').waitFor();
  });
});

test('a refusal keeps the form, shows the sentence and can be repeated', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    horde.control.refusal = {
      status: 400,
      body: { message: 'This prompt is not allowed.', rc: 'CorruptPrompt' },
    };
    await page.getByLabel('Prompt', { exact: true }).fill('a cat');
    await page.keyboard.press('Control+Enter');
    await page.getByText('The horde says: This prompt is not allowed.').waitFor();
    assert.equal(await page.getByLabel('Prompt', { exact: true }).inputValue(), 'a cat');
    horde.control.refusal = null;
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('3rd in the queue').waitFor();
  });
});

test('too many requests: a countdown, then another try', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    const body = { message: 'Too many requests at once.', rc: 'TooManyPrompts' };
    horde.control.refusal = { status: 429, body, headers: { 'retry-after': '2' } };
    await page.getByLabel('Prompt', { exact: true }).fill('a cat');
    await page.keyboard.press('Control+Enter');
    const button = page.getByRole('button', { name: /Try again in \d second/ });
    await button.waitFor();
    assert.equal(await button.isDisabled(), true);
    await page.getByRole('button', { name: 'Send again' }).waitFor();
  });
});

test('what is deleted from the gallery comes back by undo', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    (await ask(page, horde, 'a cat')).finish();
    await page.getByRole('button', { name: 'Open: a cat' }).waitFor();
    await page.getByRole('link', { name: 'Gallery' }).click();
    const tile = page.getByRole('button', { name: 'Open: a cat' });
    await tile.click();
    await page.keyboard.press('Delete');
    await page.getByText('1 picture deleted.').waitFor();
    await page.getByText('No pictures yet').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await tile.locator('img').waitFor();
    await page.reload();
    await tile.locator('img').waitFor();
  });
});

test('the seed of a picture and its settings go back into the form', { skip }, async () => {
  await visit({ ...DESKTOP, path: '/create?prompt=a%20cat&steps=12' }, async (page, horde) => {
    const first = await ask(page, horde, 'a cat');
    assert.equal(first.body.params?.steps, 12);
    first.finish();
    await page.getByRole('button', { name: 'Use settings' }).click();
    const again = await ask(page, horde, 'a cat');
    assert.equal(again.body.params?.seed, '4082113907');
  });
});

test('a key is sent with requests and shows whose it is', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    await page.getByRole('button', { name: 'Account: Anonymous' }).click();
    await page.getByLabel('API key').fill(' my-key ');
    await page.keyboard.press('Enter');
    await page.getByText('You have 4,031 kudos.').waitFor();
    assert.deepEqual(await page.evaluate(nameless), []);
    await page.keyboard.press('Escape');
    const request = await ask(page, horde, 'a cat');
    assert.equal(request.apikey, 'my-key');
    assert.ok(!page.url().includes('my-key'));
  });
});

test('typing asks for no price, settings do', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    await page.getByText('about 10 kudos').waitFor();
    const asked = horde.control.priceCalls;
    await page.getByLabel('Prompt', { exact: true }).pressSequentially('many words about nothing');
    await page.getByRole('button', { name: 'Number of pictures: 1' }).click();
    await page.getByRole('button', { name: '4', exact: true }).click();
    await page.getByText('about 39 kudos').waitFor();
    assert.equal(horde.control.priceCalls, asked + 1);
  });
});

test('the status page shows workers and models', { skip }, async () => {
  await visit({ ...PHONE, path: '/status' }, async page => {
    await page.getByText('Old Reliable').waitFor();
    await page.getByText('7.8 megapixelsteps per second').waitFor();
    await page.getByRole('row', { name: /emoji-64/ }).waitFor();
    assert.deepEqual(await page.evaluate(nameless), []);
  });
});

test('German browsers get German', { skip }, async () => {
  await visit({ ...DESKTOP, locale: 'de-AT' }, async (page, horde) => {
    await page.getByPlaceholder('Was soll die Horde zeichnen?').fill('eine Katze');
    await page.keyboard.press('Control+Enter');
    await page.getByText('3. in der Warteschlange').waitFor();
    horde.requests[0]!.finish();
    await page.getByText('gezeichnet von kitchen laptop').waitFor();
  });
});

test('a horde that does not answer is said to be out of reach', { skip }, async () => {
  await visit(DESKTOP, async page => {
    await page.route('**/api/v2/**', route => route.abort());
    await page.reload();
    await page.getByText('The horde does not answer').waitFor();
    await page.getByText('The horde cannot be reached.').first().waitFor();
  });
});

test('a first visit loads little, and no schemas', { skip: false }, async () => {
  const page = await readFile(join(dist, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(match => match[1]!);
  const sizes = await Promise.all(
    scripts.map(async script => gzipSync(await readFile(join(dist, script))).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total < FIRST_LOAD_BYTES_MAX, `${total} bytes of JavaScript`);
  for (const file of await readdir(join(dist, 'assets'))) {
    const text = await readFile(join(dist, 'assets', file), 'utf8');
    assert.ok(!/typebox|GenerationInputStable/i.test(text), `${file} holds the contract's schemas`);
  }
});
