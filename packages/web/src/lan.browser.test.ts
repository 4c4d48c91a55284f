/** Over plain http by a name of the local network, where browsers withhold half of their API: everything works there too. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, DESKTOP, skip, visit } from './testing/visit.ts';

test('over plain http: from prompt to gallery', { skip }, async () => {
  await visit({ ...DESKTOP, isLan: true }, async (page, horde) => {
    assert.equal(await page.evaluate(() => isSecureContext), false);
    const request = await ask(page, horde, 'a red heart');
    await page.reload();
    await page.getByText('3rd in the queue').waitFor();
    request.finish();

    const tile = page.getByRole('button', { name: 'Open: a red heart' });
    await tile.locator('img').waitFor();
    await page.getByRole('button', { name: 'Copy prompt' }).click();
    await page.getByText('Prompt copied.').waitFor();

    await page.getByRole('link', { name: 'Gallery' }).click();
    await page.getByText('over https only; a zip is safe').waitFor();
    await tile.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Copy prompt' }).click();
    await page.getByText('Prompt copied.').last().waitFor();
    assert.equal(await page.locator('dialog textarea').count(), 0, 'the field for copying is gone again');
  });
});

test('over plain http: a tab that opens while another sends leaves the request to it', { skip }, async () => {
  await visit({ ...DESKTOP, isLan: true }, async (page, horde) => {
    const held = Promise.withResolvers<void>();
    await page.route('**/generate/async', async route => {
      if (!route.request().postData()?.includes('"dry_run":false')) return route.continue();
      await held.promise;
      await route.continue();
    });
    await page.getByLabel('Prompt', { exact: true }).fill('a cat');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Sending it to the horde').waitFor();
    const second = await page.context().newPage();
    await second.goto(horde.origin);
    await second.getByText('Sending it to the horde').waitFor();
    held.resolve();
    await page.getByText('3rd in the queue').waitFor();
    await second.getByText('3rd in the queue').waitFor();
    horde.requests[0]!.finish();
    await second.getByRole('button', { name: 'Open: a cat' }).locator('img').waitFor();
    assert.equal(horde.requests.length, 1);
  });
});
