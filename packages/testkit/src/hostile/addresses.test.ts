import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { WebhookDelivery } from '@openhorde/contract';
import { smallImage } from '@openhorde/server/platform/imageBombs.fixture.ts';
import { until } from '../kill/until.ts';
import { PICTURE_BASE64 } from '../picture.ts';
import { startTestHorde } from '../testHorde.ts';
import { FORBIDDEN_HOSTS, resolveForbidden } from './addresses.ts';
import { startEvilHost, startForbiddenListener } from './evilHost.ts';
import { ALCHEMY_FIELD, IMAGE_FIELDS, type SourceField, send } from './sources.ts';

// Addresses as attacks, through the API of a running node: every field that takes one.

const image = await smallImage('png');
const good = image.toString('base64');
const forbidden = await startForbiddenListener();
const evil = await startEvilHost({ good: image });
const guarded = await startTestHorde({}, { outbound: { resolve: resolveForbidden, lookupMs: 20 } });
/** Names that were asked for, in order. */
const lookups: string[] = [];
const open = await startTestHorde(
  {},
  {
    outbound: {
      allowLoopback: true,
      lookupMs: 100,
      // A name that is asked for again has another answer.
      resolve: async hostname => {
        const address = lookups.includes(hostname) && hostname !== 'evil.test' ? '10.0.0.1' : '127.0.0.1';
        lookups.push(hostname);
        return [{ address, family: 4 }];
      },
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
const FIELDS: Record<string, SourceField> = { ...IMAGE_FIELDS, 'source_image of alchemy': ALCHEMY_FIELD };

test('an address on the open internet is fetched from every field: the refusals below are for their own reasons', async () => {
  for (const [field, { path, body }] of Object.entries(FIELDS)) {
    const [status, rc] = await send(open, atOpen.apikey, path, body(evil.url('good'), good));
    assert.equal(status, 202, `${field}: ${rc}`);
  }
});

test('refusals do not tell whether an inner name resolves, or whether anything is there', async () => {
  const { path, body } = IMAGE_FIELDS.source_image!;
  const told = new Set<string>();
  for (const host of ['unknown.test', 'local.test', 'private.test', 'mixed.test', '127.0.0.1', '10.0.0.1']) {
    for (const port of [forbidden.port, 9_999]) {
      const { body: answer } = await guarded.call('POST', path, {
        apikey,
        body: body(`http://${host}:${port}/`, good),
      });
      told.add((answer as { message: string }).message);
    }
  }
  assert.deepEqual(
    [...told],
    [
      'Image validation failed: it could not be fetched, nothing on the public internet answers at its address.',
    ],
  );
});

for (const [field, { path, body }] of Object.entries(FIELDS)) {
  test(`${field}: a forbidden address is refused, and nobody connects to it`, async () => {
    for (const host of FORBIDDEN_HOSTS) {
      for (const scheme of ['http', 'https']) {
        const address = `${scheme}://${host}:${forbidden.port}/image.png`;
        assert.deepEqual(await send(guarded, apikey, path, body(address, good)), REFUSED, address);
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
      assert.deepEqual(await send(guarded, apikey, path, body(address, good)), REFUSED, address);
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
      assert.deepEqual(await send(open, atOpen.apikey, path, body(address, good)), REFUSED, to);
    }
  });

  test(`${field}: a name that changes its answer between two connections gains nothing`, async () => {
    // A name of its own: connections of another test would be used again, without asking for it.
    const name = `${field.replaceAll(/\W|_/g, '-')}.test`;
    const { port } = new URL(evil.url(''));
    const address = `http://${name}:${port}/?to=${encodeURIComponent(`http://${name}:${forbidden.port}/`)}`;
    assert.deepEqual(await send(open, atOpen.apikey, path, body(address, good)), REFUSED);
    assert.equal(lookups.filter(asked => asked === name).length, 2);
    assert.equal(forbidden.connections, 0);
  });

  test(`${field}: an address whose answer is no honest image is refused with its own return code`, async () => {
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
      Object.entries(table).map(async ([trick, rc]) => {
        const address = evil.url(trick);
        assert.deepEqual(await send(open, atOpen.apikey, path, body(address, good)), [400, rc], trick);
      }),
    );
  });
}

test('webhook: any address but one with https is refused at once', async () => {
  const { port } = forbidden;
  for (const webhook of [
    `http://127.0.0.1:${port}/`,
    `HTTPS://127.0.0.1:${port}/`,
    ` https://127.0.0.1:${port}/`,
    `ftp://127.0.0.1:${port}/`,
    'file:///etc/passwd',
    '//example.com/hook',
  ]) {
    for (const { path, body } of Object.values(FIELDS)) {
      const request = { ...body(good, good), webhook };
      assert.deepEqual(await send(guarded, apikey, path, request), [400, 'BadRequest'], webhook);
    }
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
  const deliveries = await until('every delivery was tried', async () => {
    const all = await readLog();
    return all.length === webhooks.length && all.every(({ error }) => error) && all;
  });
  for (const { state, attempts, status, host, error } of deliveries) {
    // A name may be away for a moment, and whether this one is nobody learns.
    const isName = /\.test|localhost/.test(host!);
    assert.deepEqual([state, status], [isName ? 'waiting' : 'given_up', null], host);
    if (!isName) assert.equal(attempts, 1, host);
    if (isName) assert.equal(error, 'The name in the address leads nowhere on the public internet.', host);
    else assert.match(error!, /not on the public internet|port|user name or a password/, host);
  }
  assert.equal(forbidden.connections, 0);
});

/** One image, from request to submit. */
async function deliverTo(webhook: string): Promise<void> {
  const models = ['Deliberate'];
  const request = { prompt: 'a heron', webhook, models };
  assert.equal((await send(guarded, apikey, '/generate/async', request))[0], 202, webhook);
  const worker = {
    name: 'Painter',
    models,
    max_pixels: 4_194_304,
    bridge_agent: 'AI Horde Worker reGen:10.0.0:x',
  };
  const { body } = await guarded.call('POST', '/generate/pop', { apikey, body: worker });
  const result = { id: (body as { id: string }).id, generation: PICTURE_BASE64, seed: 1, state: 'ok' };
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
