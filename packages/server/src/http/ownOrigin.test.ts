import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import os from 'node:os';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { startTestHorde, type TestHorde, type TestUser } from '@openhorde/testkit';
import sharp from 'sharp';
import { ownAddresses } from './ownOrigin.ts';

// A node without a PUBLIC_URL gives each caller the addresses that he can use: those of the host he called.

let horde: TestHorde;
let ada: TestUser;
let port: string;

before(async () => {
  horde = await startTestHorde({ ALLOWED_HOSTS: 'Horde.lan, 203.0.113.7' });
  ada = await horde.user({ username: 'Ada', trusted: true });
  ({ port } = new URL(horde.url));
});
after(() => horde.stop());

/** A call under another host than that it is sent to. */
async function callAs(host: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const call = request(`${horde.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { host, 'content-type': 'application/json', apikey: ada.apikey, ...headers },
  });
  call.end(body && JSON.stringify(body));
  const [answer] = await once(call, 'response');
  return JSON.parse(await text(answer));
}

const homepage = async (host: string, headers?: Record<string, string>): Promise<string> =>
  (await callAs(host, '/.well-known/serviceinfo', undefined, headers)).software.homepage;

test('a host that is this machine, or is allowed, stands in the addresses', async () => {
  const hosts = ['localhost', '127.0.0.1', '[::1]', 'horde.lan', 'HORDE.LAN', '203.0.113.7', os.hostname()];
  const own = ownAddresses().map(address => (address.includes(':') ? `[${address}]` : address));
  for (const host of [...hosts, ...own]) {
    assert.equal(await homepage(`${host}:8080`), `http://${host.toLowerCase()}:8080`);
  }
  assert.equal(await homepage('horde.lan', { 'x-forwarded-proto': 'https' }), 'https://horde.lan');
});

test('any other host does not', async () => {
  const believed = await homepage('');
  for (const host of ['evil.example', '203.0.113.8', 'horde.lan.evil.example', 'horde.lan.', '%'])
    assert.equal(await homepage(host), believed, host);
});

test('a picture has the address of its caller, an upload that of its worker, and both lead there', async () => {
  const asked = await callAs(`horde.lan:${port}`, '/api/v2/generate/async', {
    prompt: 'a heron',
    models: ['stable_diffusion'],
    r2: true,
    params: { width: 512, height: 512 },
  });
  const pop = { name: 'Lamp', models: ['stable_diffusion'], bridge_agent: 'AI Horde Worker reGen:13.0.0:x' };
  const job = await callAs(`127.0.0.1:${port}`, '/api/v2/generate/pop', pop);
  assert.equal(new URL(job.r2_upload).host, `127.0.0.1:${port}`);
  const webp = await sharp({ create: { width: 512, height: 512, channels: 3, background: 'red' } })
    .webp()
    .toBuffer();
  assert.equal((await fetch(job.r2_upload, { method: 'PUT', body: new Uint8Array(webp) })).status, 200);
  const result = { id: job.id, generation: 'R2', state: 'ok', seed: 1 };
  const paid = await callAs(`127.0.0.1:${port}`, '/api/v2/generate/submit', result);
  assert.ok(paid.reward > 0, JSON.stringify(paid));
  for (const host of ['horde.lan', '127.0.0.1', 'localhost']) {
    const { generations } = await callAs(`${host}:${port}`, `/api/v2/generate/status/${asked.id}`);
    const url = new URL(generations[0].img);
    assert.equal(url.host, `${host}:${port}`);
    const fetched = await fetch(`${horde.url}${url.pathname}${url.search}`);
    assert.deepEqual(Buffer.from(await fetched.arrayBuffer()), webp);
  }
});

test('a call that is held keeps its own host, whichever call ends the waiting', async () => {
  const pop = { name: 'Held', models: ['stable_diffusion'], bridge_agent: 'AI Horde Worker reGen:13.0.0:x' };
  const held = callAs(`localhost:${port}`, '/api/v2/generate/pop', pop, { prefer: 'wait=20' });
  const source = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'blue' } })
    .png()
    .toBuffer();
  await callAs(`horde.lan:${port}`, '/api/v2/generate/async', {
    prompt: 'an owl',
    models: ['stable_diffusion'],
    source_image: source.toString('base64'),
    params: { width: 512, height: 512 },
  });
  const job = await held;
  for (const address of [job.r2_upload, job.source_image])
    assert.equal(new URL(address).host, `localhost:${port}`);
});

test('PUBLIC_URL stands above the host of a call', async t => {
  const named = await startTestHorde({ PUBLIC_URL: 'https://horde.example' });
  t.after(() => named.stop());
  assert.deepEqual(named.addresses, ['https://horde.example']);
});
