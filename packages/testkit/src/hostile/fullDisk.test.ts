import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { smallImage } from '@openhorde/server/platform/imageBombs.fixture.ts';
import { world } from '@openhorde/server/platform/world.ts';
import { startTestHorde } from '../testHorde.ts';
import { ALCHEMY_FIELD, IMAGE_FIELDS } from './sources.ts';

// A disk that is really full, under the objects of a running node. Each single step of writing on a disk that is full, also
// where nobody may mount one: `server/src/platform/fileStore.test.ts`.

const ASK = { prompt: 'a heron', models: ['Deliberate'] };
const WORKER = {
  name: 'Painter',
  models: ASK.models,
  max_pixels: 4_194_304,
  bridge_agent: 'AI Horde Worker reGen:10.0.0:x',
};

/** A folder on a disk of a megabyte. @returns undefined where we may not make one */
async function smallDisk(): Promise<{ folder: string; remove(): Promise<void> } | undefined> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    async remove() {
      execFileSync('umount', [folder]);
      await rm(folder, { recursive: true });
    },
  };
}

async function fill(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  await writeFile(path.join(folder, 'ballast'), Buffer.alloc(bavail * bsize));
}

test('on a full disk calls with bytes are told to come again, the heartbeat tells, and all goes on when there is room', async t => {
  const disk = await smallDisk();
  if (!disk) return t.skip('no file system may be mounted here');
  let shiftMs = 0;
  const home = path.join(disk.folder, 'home');
  await mkdir(home);
  const horde = await startTestHorde(
    { OPENHORDE_HOME: home },
    { world: { ...world, now: () => world.now() + shiftMs } },
  );
  t.after(async () => {
    await horde.stop();
    await disk.remove();
  });
  const { apikey } = await horde.user({ kudos: 100_000, trusted: true });
  const image = (await smallImage('png')).toString('base64');
  /** The answer of the heartbeat once all that it knows is out of date. */
  const heartbeat = async () => {
    shiftMs += 60_000;
    return ((await horde.call('GET', '/status/heartbeat')).body as { message: string }).message;
  };
  const pop = async () =>
    (await horde.call('POST', '/generate/pop', { apikey, body: WORKER })).body as {
      id: string;
      r2_upload: string;
    };

  assert.equal(await heartbeat(), 'OK');
  for (let i = 0; i < 2; i++)
    assert.equal((await horde.call('POST', '/generate/async', { apikey, body: ASK })).status, 202);
  const [inline, uploading] = [await pop(), await pop()];
  const result = { id: inline.id, generation: image, seed: 1, state: 'ok' };
  const submit = () => horde.call('POST', '/generate/submit', { apikey, body: result });
  const upload = () => fetch(uploading.r2_upload, { method: 'PUT', body: Buffer.alloc(100_000) });

  await fill(home);
  const refusals = [
    ...Object.values({ ...IMAGE_FIELDS, alchemy: ALCHEMY_FIELD }).map(({ path, body }) =>
      horde.call('POST', path, { apikey, body: body(image, image) }),
    ),
    submit(),
    upload().then(async answer => ({
      status: answer.status,
      headers: answer.headers,
      body: (await answer.json()) as never,
    })),
  ];
  for (const { status, headers, body } of await Promise.all(refusals)) {
    assert.deepEqual([status, (body as { rc: string }).rc], [503, 'StorageFull']);
    assert.equal(headers.get('retry-after'), '60');
  }
  assert.equal(await heartbeat(), 'DOWN');
  const plain = await horde.call('POST', '/generate/async', { apikey, body: ASK });
  assert.equal(plain.status, 202, 'what needs no disk goes on');

  await rm(path.join(home, 'ballast'));
  assert.equal(await heartbeat(), 'OK');
  assert.equal((await upload()).status, 200);
  assert.equal((await submit()).status, 200, 'the job was kept for its worker');
});
