import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import promises, { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { FileStore } from './fileStore.ts';
import { ObjectTooLargeError, StoreFullError } from './objectStore.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-objects-'));
after(() => rm(folder, { recursive: true }));
let now = Date.now();
const store = new FileStore({
  folder,
  signingKey: randomBytes(32),
  publicUrl: () => 'http://horde.test',
  now: () => now,
});
const bytes = (text: string) => Buffer.from(text);

/** Names of unfinished uploads. */
const drafts = () => readdir(path.join(folder, '.drafts'));

/** A source that gives some bytes and then fails. */
async function* failing(error: Error): AsyncGenerator<Uint8Array> {
  yield bytes('half');
  throw error;
}

test('what was put can be got, and is gone when deleted', async () => {
  await store.put('a.webp', bytes('one'));
  await store.put('a.webp', bytes('three'));
  assert.deepEqual(await store.get('a.webp'), bytes('three'));
  assert.equal((await store.stat('a.webp'))?.sizeBytes, 5);
  await store.delete('a.webp');
  await store.delete('a.webp');
  assert.equal(await store.get('a.webp'), undefined);
  assert.equal(await store.stat('a.webp'), undefined);
});

test('an upload that ends early, is too large or meets a full disk leaves what was there, and no draft', async () => {
  await store.put('b.webp', bytes('old'));
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  await assert.rejects(store.receive('b.webp', failing(full), 100), StoreFullError);
  await assert.rejects(store.receive('b.webp', failing(new Error('gone')), 100), /gone/);
  await assert.rejects(store.receive('b.webp', failing(full), 3), ObjectTooLargeError);
  assert.deepEqual(await store.get('b.webp'), bytes('old'));
  assert.deepEqual(await drafts(), []);
});

test('a disk that is full at any step of writing is told as such, and leaves what was there', async t => {
  const full = () => {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  };
  const { open } = promises;
  const steps: Record<string, () => void> = {
    mkdir: () => t.mock.method(promises, 'mkdir', full),
    open: () => t.mock.method(promises, 'open', full),
    rename: () => t.mock.method(promises, 'rename', full),
    ...Object.fromEntries(
      (['writeFile', 'sync', 'close'] as const).map(step => [
        step,
        () =>
          t.mock.method(promises, 'open', async (...args: Parameters<typeof open>) => {
            const handle = await open(...args);
            const { close } = handle;
            handle[step] = step === 'close' ? () => close.call(handle).then(full) : full;
            return handle;
          }),
      ]),
    ),
  };
  await store.put('c.webp', bytes('old'));
  for (const [step, fill] of Object.entries(steps)) {
    fill();
    syncBuiltinESMExports();
    await assert.rejects(store.put('c.webp', bytes('new')), StoreFullError, step);
    t.mock.restoreAll();
    syncBuiltinESMExports();
    assert.deepEqual(await drafts(), [], step);
    assert.deepEqual(await store.get('c.webp'), bytes('old'), step);
  }
  await store.put('c.webp', bytes('new'));
  assert.deepEqual(await store.get('c.webp'), bytes('new'));
});

test('only the old objects of the named folder are pruned', async () => {
  for (const key of ['old.webp', 'new.webp', 'shared/old.webp']) await store.put(key, bytes(key));
  const longAgo = new Date(now - 121 * 60_000);
  for (const key of ['old.webp', 'shared/old.webp']) await utimes(store.pathOf(key), longAgo, longAgo);
  assert.equal(await store.deleteOlderThan('', 120 * 60_000), 1);
  assert.equal(await store.get('old.webp'), undefined);
  assert.ok(await store.get('new.webp'));
  assert.ok(await store.get('shared/old.webp'));
  assert.equal(await store.deleteOlderThan('nothing', 0), 0);
});

test('a key is a plain name, and nothing else ever touches the disk', async () => {
  const keys = [
    '',
    '.',
    '..',
    '../a.webp',
    '/etc/passwd',
    'a/../b.webp',
    'a/b/c.webp',
    '.a.webp',
    'a',
    'a.webp\n',
    'ä.webp',
  ];
  for (const key of [...keys, 'a\\b.webp', 'C:a.webp', 'A/b.webp', `${'a'.repeat(101)}.webp`, 'a.b.webp']) {
    assert.throws(() => store.pathOf(key), RangeError, key);
    assert.throws(() => store.uploadUrl(key), RangeError, key);
    await assert.rejects(store.put(key, bytes('x')), RangeError, key);
  }
});

test('an address grants its method on its key until it expires', () => {
  const query = (url: string) => Object.fromEntries(new URL(url).searchParams);
  const upload = store.uploadUrl('c.webp', { expiresSeconds: 10, sizeBytesMax: 7 });
  const download = store.downloadUrl('c.webp');
  assert.match(upload, /^http:\/\/horde\.test\/objects\/c\.webp\?/);
  assert.equal(store.grant('PUT', 'c.webp', query(upload))?.sizeBytesMax, 7);
  assert.ok(store.grant('GET', 'c.webp', query(download)));
  const refused: ['PUT' | 'GET', string, Record<string, unknown>][] = [
    ['GET', 'c.webp', query(upload)],
    ['PUT', 'c.webp', query(download)],
    ['PUT', 'd.webp', query(upload)],
    ['PUT', 'c.webp', { ...query(upload), max: '8' }],
    ['PUT', 'c.webp', { ...query(upload), expires: '99999999999' }],
    ['PUT', 'c.webp', { ...query(upload), signature: '' }],
    ['PUT', 'c.webp', { ...query(upload), signature: ['a', 'b'] }],
    ['PUT', 'c.webp', {}],
  ];
  for (const [method, key, given] of refused) assert.equal(store.grant(method, key, given), undefined);
  now += 10_000;
  assert.equal(store.grant('PUT', 'c.webp', query(upload)), undefined);
  assert.ok(store.grant('GET', 'c.webp', query(download)));
  now += 1_790_000;
  assert.equal(store.grant('GET', 'c.webp', query(download)), undefined);
});
