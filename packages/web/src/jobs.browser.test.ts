/** What happens to a request that does not go straight on: taken back, impossible, out of reach, out of sight. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, DESKTOP, skip, visit } from './testing/visit.ts';

/** Longer than the time in which cancelling can be undone. */
const UNDO_OVER_MS = 9_000;

test('Escape takes a request back once it can no longer be undone', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    await page.clock.install();
    const request = await ask(page, horde, 'a cat');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('Escape');
    await page.getByText('Request cancelled.').waitFor();
    await page.getByText('Cancelled; it can still be undone').waitFor();
    await page.clock.fastForward(UNDO_OVER_MS);
    await page.getByText('Cancelled.', { exact: true }).waitFor();
    assert.equal(await request.cancelled, true);
  });
});

test('Escape in a field leaves the request alone', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    await ask(page, horde, 'a cat');
    await page.getByLabel('Prompt', { exact: true }).focus();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Leave something out' }).click();
    await page.getByLabel('What should not be in it').press('Escape');
    assert.equal(await page.getByText('Request cancelled.').count(), 0);
    await page.getByText('3rd in the queue').waitFor();
  });
});

test('a cancelled request goes on when it is undone', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    await page.clock.install();
    const request = await ask(page, horde, 'a cat');
    let isCancelled = false;
    void request.cancelled.then(() => (isCancelled = true));
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.job').getByRole('button', { name: 'Undo' }).click();
    await page.clock.fastForward(UNDO_OVER_MS);
    await page.getByText('3rd in the queue').waitFor();
    request.finish();
    await page.getByRole('button', { name: 'Open: a cat' }).locator('img').waitFor();
    assert.equal(isCancelled, false);
  });
});

test('a cancelled request is taken back when the page closes', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    const request = await ask(page, horde, 'a cat');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.reload();
    assert.equal(await request.cancelled, true);
    await page.waitForFunction(() => !document.querySelector('.job.live'));
  });
});

test('the page tells why no worker can take a request, and a request that one would take is one click away', {
  skip,
}, async () => {
  await visit({ ...DESKTOP, path: '/?width=2048&height=1024&steps=40' }, async (page, horde) => {
    const request = await ask(page, horde, 'a cat');
    request.update({
      is_possible: false,
      reasons: {
        workers: 3,
        constraints: [
          { name: 'size', message: 'The image is too large for these workers.', workers: 3, alone: 2 },
          { name: 'moon_phase', message: 'These workers wait for the moon.', workers: 1, alone: 0 },
        ],
        nearest: { params: { width: 1408, height: 704 }, extra_slow_workers: true },
      },
    });
    await page.getByText('The picture is too large for 3 workers.').waitFor();
    await page.getByText('The horde says: These workers wait for the moon.').waitFor();
    await page.getByText('A worker would take it with: 1408 × 704 pixels and slow workers too.').waitFor();
    await page.getByRole('button', { name: 'Send it that way' }).click();
    await page.getByText('3rd in the queue').waitFor();
    assert.equal(await request.cancelled, true);
    const { body } = horde.requests[1]!;
    assert.equal(body.params?.width, 1408);
    assert.equal(body.params?.height, 704);
    assert.equal(body.params?.steps, 40);
    assert.equal((body as { extra_slow_workers?: boolean }).extra_slow_workers, true);
    assert.equal(await page.locator('.job').count(), 1);
  });
});

test('the balance follows every job', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    await page.evaluate(() => localStorage.setItem('openhorde.apikey', 'my-key'));
    await page.reload();
    await page.locator('.kudos').getByText('4,031').waitFor();
    const request = await ask(page, horde, 'a cat');
    await page.locator('.job').getByText('about 10 kudos').waitFor();
    horde.control.kudos = 4021.6;
    request.finish();
    await page.locator('.kudos').getByText('4,022').waitFor();
    await page.locator('.job').getByText('9.4 kudos', { exact: true }).waitFor();
  });
});

test('offline there are no green lights, and nothing is said to come home', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    const request = await ask(page, horde, 'a cat');
    await page.locator('.state-dot.good').waitFor();
    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await page.getByText('The horde cannot be reached; it is asked again').waitFor();
    assert.equal(await page.locator('.state-dot.good').count(), 0);
    await page.getByRole('button', { name: 'Model: emoji-64' }).click();
    await page.getByText('Draws emoji and nothing else', { exact: true }).waitFor();
    assert.equal(await page.locator('.state-dot.good').count(), 0);
    await page.keyboard.press('Escape');
    request.finish();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Open: a cat' }).locator('img').waitFor();
    await page.locator('.state-dot.good').waitFor();
  });
});

test('pictures that cannot be fetched are asked for again, and not drawn and paid again', {
  skip,
}, async () => {
  await visit(DESKTOP, async (page, horde) => {
    await page.clock.install();
    await page.route('**/objects/**', route => route.abort());
    (await ask(page, horde, 'a cat')).finish();
    // Each try waits for longer than the last.
    const retry = page.getByRole('button', { name: 'Try again' });
    while ((await retry.count()) === 0) await page.clock.runFor(20_000);
    await page.unroute('**/objects/**');
    await retry.click();
    await page.getByRole('button', { name: 'Open: a cat' }).locator('img').waitFor();
    assert.equal(horde.requests.length, 1);
  });
});

test('the title of the tab tells how far it is', { skip }, async () => {
  await visit(DESKTOP, async (page, horde) => {
    const request = await ask(page, horde, 'a cat');
    const title = (wanted: string) => page.waitForFunction(text => document.title === text, wanted);
    await title('Waiting · Create · OpenHorde');
    request.update({ processing: 1, waiting: 0, progress: { step: 10, steps: 25, stage: null } });
    await title('40 % · Create · OpenHorde');
    request.finish();
    await title('Create · OpenHorde');
  });
});

test('a notice tells of a picture that is done while the tab is hidden, and is asked for once', {
  skip,
}, async () => {
  await visit(DESKTOP, async (page, horde) => {
    await page.addInitScript(() => {
      const told: string[] = [];
      class Notice {
        static permission = 'default';
        static async requestPermission() {
          Notice.permission = 'granted';
        }
        constructor(title: string, { body }: { body: string }) {
          told.push(`${title}: ${body}`);
        }
      }
      let isHidden = false;
      Object.defineProperty(document, 'hidden', { get: () => isHidden });
      Object.assign(window, {
        told,
        Notification: Notice,
        look(away: boolean) {
          isHidden = away;
          document.dispatchEvent(new Event('visibilitychange'));
        },
      });
    });
    await page.reload();
    const look = (away: boolean) => page.evaluate(`look(${away})`);
    const request = await ask(page, horde, 'a cat');
    await look(true);
    await look(false);
    await page.getByRole('button', { name: 'Yes, tell me' }).click();
    await look(true);
    request.finish();
    await page.waitForFunction(() => document.title.startsWith('✓ Done'));
    assert.deepEqual(await page.evaluate('told'), ['Your picture is done: a cat']);
    await look(false);
    await page.waitForFunction(() => document.title === 'Create · OpenHorde');
    assert.equal(await page.getByText('Shall the browser tell you').count(), 0);
  });
});
