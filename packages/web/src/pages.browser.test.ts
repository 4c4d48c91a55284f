/** Gallery, account, status and languages in a real Chromium, against a stand-in horde; and the size of it all. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { nameless } from './testing/nameless.ts';
import { ask, builtPages, DESKTOP, PHONE, skip, visit } from './testing/visit.ts';

/** JavaScript that a first visit loads, gzip. */
const FIRST_LOAD_BYTES_MAX = 150_000;

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
    // The horde's English messages are translated by their codes.
    horde.control.refusal = { status: 400, body: { message: 'No.', rc: 'CorruptPrompt' } };
    await page.keyboard.press('Control+Enter');
    await page.getByText('Die Horde sagt: Dieser Prompt verstößt gegen die Regeln').waitFor();
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

test('a first visit loads little, and no schemas', async () => {
  const dist = builtPages();
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
