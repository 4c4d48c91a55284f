import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import promises, { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
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
/** Names of uploads that nobody has sealed. */
const waiting = () => readdir(path.join(folder, '.uploads'));

/** A source that gives some bytes and then fails. */
async function* failing(error: Error): AsyncGenerator<Uint8Array> {
  yield bytes('half');
  throw error;
}

test('an object that was put can be got, is never changed, and is gone when deleted', async () => {
  await store.put('a.webp', bytes('one'));
  await store.put('a.webp', bytes('three'));
  assert.deepEqual(await store.get('a.webp'), bytes('one'));
  assert.equal((await store.stat('a.webp'))?.sizeBytes, 3);
  assert.deepEqual(await store.head('a.webp'), { bytes: bytes('one'), sizeBytes: 3 });
  assert.equal(await store.head('none.webp'), undefined);
  await store.delete('a.webp');
  await store.delete('a.webp');
  assert.equal(await store.get('a.webp'), undefined);
  assert.equal(await store.stat('a.webp'), undefined);
});

test('an upload is an object when it is sealed; the last one counts, and none that comes later', async () => {
  const uploadOf = (text: string) => store.receive('s.webp', Readable.from([bytes(text)]), 100);
  await store.seal('s.webp');
  assert.equal(await store.stat('s.webp'), undefined, 'there was nothing to seal');
  await uploadOf('first');
  await uploadOf('second');
  assert.equal(await store.stat('s.webp'), undefined);
  await store.seal('s.webp');
  assert.deepEqual(await store.get('s.webp'), bytes('second'));
  await uploadOf('third');
  await Promise.all([store.seal('s.webp'), store.seal('s.webp'), store.put('s.webp', bytes('fourth'))]);
  assert.deepEqual(await store.get('s.webp'), bytes('second'));
  assert.deepEqual([await drafts(), await waiting()], [[], []]);
});

test('of uploads and seals at the same time one whole upload is kept, and stays', async () => {
  const texts = Array.from({ length: 20 }, (_, n) => `upload ${n}`);
  const seen = await Promise.all(
    texts.map(async text => {
      await store.receive('race.webp', Readable.from([bytes(text)]), 100);
      await store.seal('race.webp');
      return String(await store.get('race.webp'));
    }),
  );
  assert.ok(texts.includes(seen[0]!));
  assert.equal(new Set(seen).size, 1, 'what was seen once after a seal is seen ever after');
});

test('an upload that ends early, is too large or meets a full disk leaves what was there, and no draft', async () => {
  await store.put('b.webp', bytes('old'));
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  await assert.rejects(store.receive('b.webp', failing(full), 100), StoreFullError);
  await assert.rejects(store.receive('b.webp', failing(new Error('gone')), 100), /gone/);
  await assert.rejects(store.receive('b.webp', failing(full), 3), ObjectTooLargeError);
  assert.deepEqual(await store.get('b.webp'), bytes('old'));
  assert.deepEqual([await drafts(), await waiting()], [[], []]);
});

test('a disk that is full at any step of writing is told as such, and leaves nothing', async t => {
  const full = () => {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  };
  const { open } = promises;
  const steps: Record<string, () => void> = {
    mkdir: () => t.mock.method(promises, 'mkdir', full),
    open: () => t.mock.method(promises, 'open', full),
    link: () => t.mock.method(promises, 'link', full),
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
  for (const [step, fill] of Object.entries(steps)) {
    fill();
    syncBuiltinESMExports();
    await assert.rejects(store.put('full.webp', bytes('new')), StoreFullError, step);
    t.mock.restoreAll();
    syncBuiltinESMExports();
    assert.deepEqual(await drafts(), [], step);
    assert.equal(await store.get('full.webp'), undefined, step);
  }
  await store.put('full.webp', bytes('new'));
  assert.deepEqual(await store.get('full.webp'), bytes('new'));
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
  await store.receive('never.webp', Readable.from([bytes('submitted')]), 100);
  assert.equal((await waiting()).length, 1);
  now += 61 * 60_000;
  await store.deleteOlderThan('', Number.POSITIVE_INFINITY);
  assert.deepEqual(await waiting(), []);
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
