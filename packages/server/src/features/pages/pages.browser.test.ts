/** The server's own pages in a real Chromium: nothing serious for axe, nothing wider than a phone, and a way back. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startTestHorde } from '@openhorde/testkit';
import { graveFaults } from '@openhorde/testkit/axe';
import { launchChromium } from '@openhorde/testkit/browser';

const PAGES = ['/about', '/news', '/register', '/transfer', '/terms', '/privacy', '/sponsors'];

const horde = await startTestHorde();
const browser = await launchChromium();
after(async () => {
  await browser?.close();
  await horde.stop();
});
const skip = browser ? false : 'no Chromium on this machine';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing serious on any page, ${colorScheme}`, { skip }, async () => {
    const width = 320;
    const page = await browser!.newPage({ colorScheme, viewport: { width, height: 640 } });
    const faults: string[] = [];
    const look = async (where: string) => {
      faults.push(...(await graveFaults(page)).map(fault => `${where}: ${fault}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) faults.push(`${where}: ${wide} px wide`);
    };
    for (const path of PAGES) {
      await page.goto(horde.url + path);
      await look(path);
      assert.equal(await page.getByRole('link', { name: 'Make pictures' }).first().getAttribute('href'), '/');
    }
    await page.goto(`${horde.url}/register`);
    await page.getByLabel('What shall we call you?').fill('Robin');
    await page.getByRole('button', { name: 'Make my account' }).click();
    await page.getByRole('button', { name: 'Copy the key' }).waitFor();
    await look('the new key');
    await page.close();
    assert.deepEqual(faults, []);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing serious in the reference of the API, ${colorScheme}`, { skip }, async () => {
    const page = await browser!.newPage({ colorScheme });
    await page.goto(`${horde.url}/api/`);
    await page.getByText('/v2/generate/async').first().waitFor();
    await page.getByRole('combobox', { expanded: false }).first().waitFor();
    assert.deepEqual(await graveFaults(page), []);
    await page.close();
  });
}

test('a request is tried out in the reference as it stands there, with the key of everybody', {
  skip,
}, async () => {
  const page = await browser!.newPage();
  await page.goto(`${horde.url}/api/`);
  await page
    .getByRole('button', { name: /Test Request.*generate\/async/i })
    .first()
    .click();
  const answered = page.waitForResponse(response => response.url().endsWith('/api/v2/generate/async'));
  await page.getByRole('button', { name: /^Send/ }).first().click();
  const answer = await answered;
  assert.equal(answer.request().headers().apikey, '0000000000');
  assert.equal(answer.status(), 202);
  await page.close();
});

test('the pages take the colours that were chosen in the app', { skip }, async () => {
  const page = await browser!.newPage({ colorScheme: 'light' });
  await page.goto(`${horde.url}/about`);
  await page.evaluate(() => localStorage.setItem('openhorde.theme', 'dark'));
  await page.reload();
  const scheme = await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  assert.equal(scheme, 'dark');
  await page.close();
});
