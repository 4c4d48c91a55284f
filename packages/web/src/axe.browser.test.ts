/** Axe finds nothing serious on any page of the app, in either scheme and on either kind of device. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { graveFaults } from '@openhorde/testkit/axe';
import { ask, DESKTOP, PHONE, skip, visit } from './testing/visit.ts';

for (const [size, viewport] of [
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`nothing serious, ${size}, ${colorScheme}`, { skip }, async () => {
      const options = { ...viewport, colorScheme, reducedMotion: 'reduce' as const, path: '/create?seed=42' };
      await visit(options, async (page, horde) => {
        const faults: string[] = [];
        const look = async (where: string) =>
          faults.push(...(await graveFaults(page)).map(fault => `${where}: ${fault}`));
        await page.getByText('about 10 kudos').waitFor();
        await page.getByRole('button', { name: 'More settings' }).click();
        await page.getByRole('button', { name: 'Leave something out' }).click();
        await look('the form');
        for (const word of [/^Number of pictures/, /^Model/, /^Shape/]) {
          await page.getByRole('button', { name: word }).click();
          await page.locator('.panel:popover-open').waitFor();
          await look(`the panel ${word}`);
          await page.keyboard.press('Escape');
        }
        const request = await ask(page, horde, 'a cat');
        await look('a live job');
        request.update({
          is_possible: false,
          reasons: {
            workers: 1,
            constraints: [{ name: 'size', message: '', workers: 1, alone: 1 }],
            nearest: { params: { steps: 10 } },
          },
        });
        await page.getByText('A worker would take it').waitFor();
        await look('a proposal');
        request.update({ is_possible: true });
        await page.getByRole('button', { name: 'Cancel' }).click();
        await look('a cancelled job');
        await page.locator('.job').getByRole('button', { name: 'Undo' }).click();
        request.finish();
        const tile = page.getByRole('button', { name: 'Open: a cat' });
        await tile.locator('img').waitFor();
        await look('a finished job');
        horde.control.refusal = { status: 400, body: { message: 'No.', rc: 'CorruptPrompt' } };
        await page.getByLabel('Prompt', { exact: true }).press('Control+Enter');
        await page.getByText('The horde says: No.').waitFor();
        await look('a refused job');

        await page.getByRole('link', { name: 'Gallery' }).click();
        await tile.locator('img').waitFor();
        await page.getByRole('button', { name: 'Select', exact: true }).click();
        await look('the gallery');
        await page.getByRole('button', { name: 'Done' }).click();
        await tile.click();
        await page.getByRole('dialog').locator('img').waitFor();
        await look('the lightbox');
        await page.keyboard.press('Escape');
        await page.getByRole('link', { name: 'Status' }).click();
        await page.getByRole('row', { name: /emoji-64/ }).waitFor();
        await look('the status page');
        await page.getByRole('button', { name: /^Account/ }).click();
        await page.getByLabel('API key').fill('wrong-key');
        await page.keyboard.press('Enter');
        await page.getByText('This horde does not know the key.').waitFor();
        await look('the account');
        await page.goto(`${horde.origin}/nowhere`);
        await page.getByText('There is nothing here').waitFor();
        await look('an address of nothing');
        assert.deepEqual(faults, []);
      });
    });
  }
}
