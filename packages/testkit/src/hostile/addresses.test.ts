import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { WebhookDelivery } from '@openhorde/contract';
import sharp from 'sharp';
import { until } from '../kill/until.ts';
import { startTestHorde } from '../testHorde.ts';
import { FORBIDDEN_HOSTS, resolveForbidden } from './addresses.ts';
import { startEvilHost, startForbiddenListener } from './evilHost.ts';
import { ask, SOURCE_FIELDS } from './sources.ts';

// Addresses as attacks, through the API of a running node: every field that takes one.

const image = await sharp({ create: { width: 64, height: 64, channels: 4, background: '#0000' } })
  .png()
  .toBuffer();
const good = image.toString('base64');
const forbidden = await startForbiddenListener();
const evil = await startEvilHost({ good: image });
const guarded = await startTestHorde({}, { outbound: { resolve: resolveForbidden } });
let lookups = 0;
const open = await startTestHorde(
  {},
  {
    outbound: {
      allowLoopback: true,
      // The second answer of this name is another one than the first.
      resolve: async hostname => [
        { address: hostname === 'rebinding.test' && lookups++ > 0 ? '10.0.0.1' : '127.0.0.1', family: 4 },
      ],
    },
  },
);
const { apikey } = await guarded.user({ username: 'attacker', kudos: 100_000, trusted: true });
const atOpen = await open.user({ username: 'attacker', kudos: 100_000, trusted: true });
after(async () => {
  await Promise.all([guarded.stop(), open.stop()]);
  await Promise.all([forbidden.close(), evil.close()]);
});

const REFUSED = [400, 'ImageValidationFailed'];

test('an address on the open internet is fetched from every field: the refusals below are for their own reasons', async () => {
  for (const [field, fields] of Object.entries(SOURCE_FIELDS)) {
    const [status, rc] = await ask(open, atOpen.apikey, fields(evil.url('good'), good));
    assert.equal(status, 202, `${field}: ${rc}`);
  }
});

for (const [field, fields] of Object.entries(SOURCE_FIELDS)) {
  test(`${field}: a forbidden address is refused, and nobody connects to it`, async () => {
    for (const host of FORBIDDEN_HOSTS) {
      for (const scheme of ['http', 'https']) {
        const address = `${scheme}://${host}:${forbidden.port}/image.png`;
        assert.deepEqual(await ask(guarded, apikey, fields(address, good)), REFUSED, address);
      }
    }
    assert.equal(forbidden.connections, 0);
  });

  test(`${field}: an address with credentials, of a forbidden port or of another protocol is refused`, async () => {
    const { port } = forbidden;
    for (const address of [
      'http://example.com:22/',
      'http://example.com:25/',
      'http://example.com:6/',
      'https://user:password@example.com/',
      `http://example.com@127.0.0.1:${port}/`,
      `http://127.0.0.1:${port}\\@example.com/`,
      `HTTP://127.0.0.1:${port}/`,
      `http:127.0.0.1:${port}/`,
      `http:\\\\127.0.0.1:${port}\\`,
      `http://127.0.0.1:${port}/#https://example.com`,
      `http://\t127.0.0.1:${port}/`,
      'http://',
      'https://[::1',
      `ftp://127.0.0.1:${port}/`,
      `gopher://127.0.0.1:${port}/`,
      'file:///etc/passwd',
      'data:text/html,hello',
      'javascript:alert(1)',
    ]) {
      assert.deepEqual(await ask(guarded, apikey, fields(address, good)), REFUSED, address);
    }
    assert.equal(forbidden.connections, 0);
  });

  test(`${field}: an address that redirects to a forbidden one is refused, and nobody connects to it`, async () => {
    for (const to of [
      'http://10.0.0.1/',
      'http://169.254.169.254/latest/meta-data/',
      'http://[::ffff:10.0.0.1]/',
      'http://user:password@evil.test/',
      'http://evil.test:22/',
      'file:///etc/passwd',
      'gopher://127.0.0.1/',
    ]) {
      const address = evil.url(`?to=${encodeURIComponent(to)}`);
      assert.deepEqual(await ask(open, atOpen.apikey, fields(address, good)), REFUSED, to);
    }
  });

  test(`${field}: a name that changes its answer between two connections gains nothing`, async () => {
    lookups = 0;
    const { port } = new URL(evil.url(''));
    const second = `http://rebinding.test:${forbidden.port}/`;
    const address = `http://rebinding.test:${port}/?to=${encodeURIComponent(second)}`;
    assert.deepEqual(await ask(open, atOpen.apikey, fields(address, good)), REFUSED);
    assert.equal(lookups, 2);
    assert.equal(forbidden.connections, 0);
  });

  test(`${field}: an address whose answer is no image in good faith is refused for what it is`, async () => {
    const table = {
      declared: 'SourceImageSizeExceeded',
      endless: 'SourceImageSizeExceeded',
      gzip: 'SourceImageUrlInvalid',
      page: 'SourceImageUrlInvalid',
      short: 'ImageValidationFailed',
      missing: 'ImageValidationFailed',
      silent: 'ImageValidationFailed',
    };
    await Promise.all(
      Object.entries(table).map(async ([path, rc]) => {
        assert.deepEqual(await ask(open, atOpen.apikey, fields(evil.url(path), good)), [400, rc], path);
      }),
    );
  });
}

test('webhook: what is no https address is refused at once', async () => {
  const { port } = forbidden;
  for (const webhook of [
    `http://127.0.0.1:${port}/`,
    `HTTPS://127.0.0.1:${port}/`,
    ` https://127.0.0.1:${port}/`,
    `ftp://127.0.0.1:${port}/`,
    'file:///etc/passwd',
    '//example.com/hook',
  ]) {
    assert.deepEqual(await ask(guarded, apikey, { webhook }), [400, 'BadRequest'], webhook);
  }
});

test('webhook: to a forbidden address nothing is posted, and nobody connects to it', async () => {
  const { port } = forbidden;
  const webhooks = [
    ...FORBIDDEN_HOSTS.map(host => `https://${host}:${port}/hook`),
    'https://example.com:22/hook',
    'https://example.com:25/hook',
    `https://user:password@example.com:${port}/`,
    `https://example.com@127.0.0.1:${port}/`,
    `https://127.0.0.1:${port}\\@example.com/`,
    `https://\\127.0.0.1:${port}/hook`,
    'https://[::1/hook',
  ];
  for (const webhook of webhooks) await deliverTo(webhook);
  const deliveries = await until('every delivery has ended', async () => {
    const all = await readLog();
    return all.length === webhooks.length && all.every(({ state }) => state !== 'waiting') && all;
  });
  for (const { state, attempts, status, host, error } of deliveries) {
    assert.deepEqual([state, attempts, status], ['given_up', 1, null], host);
    assert.match(error!, /not on the public internet|port|user name or a password/, host);
  }
  assert.equal(forbidden.connections, 0);
});

/** One image, from request to submit. */
async function deliverTo(webhook: string): Promise<void> {
  const models = ['Deliberate'];
  assert.equal((await ask(guarded, apikey, { webhook, models }))[0], 202, webhook);
  const worker = {
    name: 'Painter',
    models,
    max_pixels: 4_194_304,
    bridge_agent: 'AI Horde Worker reGen:10.0.0:x',
  };
  const { body } = await guarded.call('POST', '/generate/pop', { apikey, body: worker });
  const result = { id: (body as { id: string }).id, generation: 'R2', seed: 1, state: 'ok' };
  assert.equal((await guarded.call('POST', '/generate/submit', { apikey, body: result })).status, 200);
}

async function readLog(): Promise<WebhookDelivery[]> {
  const all: WebhookDelivery[] = [];
  for (let page = 1, more = true; more; page++) {
    const { body } = await guarded.call('GET', `/webhooks?page=${page}`, { apikey });
    const answer = body as { deliveries: WebhookDelivery[]; more: boolean };
    all.push(...answer.deliveries);
    more = answer.more;
  }
  return all;
}
