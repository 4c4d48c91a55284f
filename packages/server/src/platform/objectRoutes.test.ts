import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fastify from 'fastify';
import sharp from 'sharp';
import { FileStore } from './fileStore.ts';
import { objectRoutes } from './objectRoutes.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-objects-'));
let base = '';
const options = { folder, signingKey: randomBytes(32), publicUrl: () => base, now: Date.now };
const store = new FileStore(options);
const app = fastify();
await app.register(objectRoutes, { store });
await app.listen({ port: 0, host: '127.0.0.1' });
base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
after(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

/** Begins like a WebP. */
const image = Buffer.concat([Buffer.from('RIFF0000WEBPVP8 '), randomBytes(300_000)]);

/** Waits until so many uploads are on their way. */
async function untilDrafts(count: number): Promise<void> {
  while ((await readdir(path.join(folder, '.drafts'))).length !== count) await setImmediate();
}

test('an upload to a signed address can be downloaded from another when it is sealed', async () => {
  for (const [n, type] of ['image/webp', 'application/json', undefined].entries()) {
    const key = `a${n}.webp`;
    const headers = { ...(type && { 'content-type': type }) };
    const put = await fetch(store.uploadUrl(key), { method: 'PUT', body: image, headers });
    assert.equal(put.status, 200);
    assert.equal((await fetch(store.downloadUrl(key))).status, 404);
    await store.seal(key);
    const got = await fetch(store.downloadUrl(key));
    assert.equal(got.status, 200);
    assert.deepEqual(Buffer.from(await got.arrayBuffer()), image);
    assert.equal(got.headers.get('content-type'), 'image/webp');
    assert.equal(got.headers.get('content-length'), String(image.length));
    assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(got.headers.get('access-control-allow-origin'), '*');
  }
});

test('a sealed object can no longer be uploaded, even by an address that is still good', async () => {
  const url = store.uploadUrl('sealed.webp');
  assert.equal((await fetch(url, { method: 'PUT', body: image })).status, 200);
  // A second upload is under way when the first one is sealed.
  const late = request(url, { method: 'PUT', headers: { 'content-length': '1000' } });
  late.write(Buffer.alloc(500));
  await untilDrafts(1);
  await store.seal('sealed.webp');
  late.end(Buffer.alloc(500));
  const [answer] = await once(late, 'response');
  answer.resume();
  const refused = await fetch(url, { method: 'PUT', body: 'x' });
  assert.deepEqual(
    [refused.status, typeof ((await refused.json()) as { message: unknown }).message],
    [409, 'string'],
  );
  await store.seal('sealed.webp');
  assert.deepEqual(await store.get('sealed.webp'), image);
});

test('an object is served as the picture that it is, and what is none is saved', async () => {
  const made = sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } });
  const objects: [bytes: Buffer, type: string, disposition: string | null][] = [
    [await made.png().toBuffer(), 'image/png', null],
    [await made.jpeg().toBuffer(), 'image/jpeg', null],
    [await made.webp().toBuffer(), 'image/webp', null],
    [Buffer.from('<script>alert(1)</script>'), 'application/octet-stream', 'attachment'],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'application/octet-stream', 'attachment'],
    [Buffer.alloc(0), 'application/octet-stream', 'attachment'],
  ];
  for (const [n, [bytes, type, disposition]] of objects.entries()) {
    await store.put(`typed${n}.webp`, bytes);
    const { headers } = await fetch(store.downloadUrl(`typed${n}.webp`));
    assert.deepEqual([headers.get('content-type'), headers.get('content-disposition')], [type, disposition]);
    assert.match(headers.get('content-security-policy')!, /default-src 'none'; sandbox/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  }
});

test('an upload in pieces without a length is taken too', async () => {
  const pieces = new ReadableStream({
    start(controller) {
      for (let at = 0; at < image.length; at += 50_000) controller.enqueue(image.subarray(at, at + 50_000));
      controller.close();
    },
  });
  const init = { method: 'PUT', body: pieces, duplex: 'half' } as RequestInit;
  assert.equal((await fetch(store.uploadUrl('pieces.webp'), init)).status, 200);
  await store.seal('pieces.webp');
  assert.deepEqual(await store.get('pieces.webp'), image);
});

test('parts, unchanged objects and heads are answered as HTTP says', async () => {
  await store.put('b.webp', image);
  const url = store.downloadUrl('b.webp');
  const part = await fetch(url, { headers: { range: 'bytes=10-19' } });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('content-range'), `bytes 10-19/${image.length}`);
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), image.subarray(10, 20));
  assert.equal((await fetch(url, { headers: { range: 'bytes=999999-' } })).status, 416);
  const etag = part.headers.get('etag') ?? '';
  // Not by fetch, which asks for a fresh copy whenever it is given a condition.
  const { pathname, search } = new URL(url);
  const again = await app.inject({ url: pathname + search, headers: { 'if-none-match': etag } });
  assert.equal(again.statusCode, 304);
  const head = await fetch(url, { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('content-length'), String(image.length));
});

test('without a valid signature nothing is read or written, whether the object exists or not', async () => {
  await store.put('c.webp', image);
  const [known, unknown] = [store.downloadUrl('c.webp'), store.downloadUrl('none.webp')];
  const forged = known.replace('c.webp', 'none.webp');
  for (const url of [`${base}/objects/c.webp`, `${base}/objects/none.webp`, forged, `${known}x`]) {
    const answer = await fetch(url);
    assert.equal(answer.status, 403);
    assert.equal(typeof ((await answer.json()) as { message: unknown }).message, 'string');
  }
  assert.equal((await fetch(known, { method: 'PUT', body: 'x' })).status, 403);
  assert.equal((await fetch(unknown)).status, 404);
  for (const key of ['..%2f..%2fsecrets.json', '%2e%2e/secrets.json', 'a%00.webp', '']) {
    assert.ok(
      [403, 404].includes((await fetch(`${base}/objects/${key}?${new URL(known).searchParams}`)).status),
    );
  }
});

test('an expired address is refused', async () => {
  const past = new FileStore({ ...options, now: () => Date.now() - 1_801_000 });
  assert.equal((await fetch(past.downloadUrl('c.webp'))).status, 403);
});

test('an upload beyond the size of its address is refused, with and without a length', async () => {
  const url = () => store.uploadUrl('large.webp', { sizeBytesMax: 100 });
  const declared = await fetch(url(), { method: 'PUT', body: Buffer.alloc(101) });
  assert.equal(declared.status, 413);
  const pieces = new ReadableStream(
    { pull: controller => controller.enqueue(Buffer.alloc(64)) },
    { highWaterMark: 0 },
  );
  const endless = { method: 'PUT', body: pieces, duplex: 'half' } as RequestInit;
  // The server hangs up on a client that goes on sending; whether the client still reads the answer varies.
  const status = await fetch(url(), endless).then(
    answer => answer.status,
    () => 413,
  );
  assert.equal(status, 413);
  assert.equal(await store.get('large.webp'), undefined);
});

test('an upload that breaks off leaves nothing', async () => {
  const upload = request(store.uploadUrl('broken.webp'), {
    method: 'PUT',
    headers: { 'content-length': '1000' },
  });
  upload.on('error', () => {});
  upload.write(Buffer.alloc(500));
  await untilDrafts(1);
  upload.destroy();
  await untilDrafts(0);
  assert.equal(await store.get('broken.webp'), undefined);
});

test('a page of another origin may ask first', async () => {
  const other = fastify();
  await other.register(objectRoutes, { store });
  const answer = await other.inject({ method: 'OPTIONS', url: '/objects/a.webp' });
  await other.close();
  assert.equal(answer.statusCode, 204);
  assert.match(String(answer.headers['access-control-allow-methods']), /PUT/);
  assert.equal(answer.headers['access-control-allow-origin'], '*');
});
