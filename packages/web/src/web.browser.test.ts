/** Requests in a real Chromium, against a stand-in horde: from the prompt to the picture in the gallery. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameless } from './testing/nameless.ts';
import { ask, DESKTOP, PHONE, skip, visit } from './testing/visit.ts';

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
        const widest = viewport.viewport.width;
        const isWider = await page.evaluate(width => document.documentElement.scrollWidth > width, widest);
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
