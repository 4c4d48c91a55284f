import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as bombs from '@openhorde/server/platform/imageBombs.fixture.ts';
import { ImageError } from '@openhorde/server/platform/imageError.ts';
import { startTestHorde } from '../testHorde.ts';
import { startEvilHost } from './evilHost.ts';
import { growthOf } from './memory.ts';
import { ALCHEMY_FIELD, IMAGE_FIELDS, send } from './sources.ts';

// Images as attacks, through the API of a running node: from requesters as base64 and by address, and from workers.

const MEGABYTE = 1024 * 1024;

const good = await bombs.smallImage('png');
const jpeg = await bombs.smallImage('jpeg');
const avif = await bombs.smallImage('avif');

/** The name of each, and the return codes for a requester who sends it as base64, and by its address. */
const OVERSIZED = ['SourceImageResolutionExceeded', 'SourceImageResolutionExceeded'] as const;
const UNREADABLE = ['ImageValidationFailed', 'SourceImageUnreadable'] as const;
const NO_IMAGE = ['ImageValidationFailed', 'SourceImageUrlInvalid'] as const;
const TABLE: Record<string, readonly [bytes: Buffer, rcs: readonly [string, string]]> = {
  'an honest PNG of 14000 × 14000': [bombs.flatPng(14_000, 14_000), OVERSIZED],
  'one row more than 3072 × 3072': [bombs.flatPng(3072, 3073), OVERSIZED],
  'a PNG that claims 65000 × 65000': [bombs.emptyPng(65_000, 65_000), OVERSIZED],
  'a PNG that claims 2^31 - 1 squared': [bombs.emptyPng(2 ** 31 - 1, 2 ** 31 - 1), UNREADABLE],
  'a PNG without a side': [bombs.emptyPng(0, 0), UNREADABLE],
  'a PNG that has not one row of what it claims': [bombs.emptyPng(3000, 3000), UNREADABLE],
  'a GIF that claims 65535 × 65535': [bombs.wideGif(65_535, 65_535), OVERSIZED],
  'a JPEG that claims 65500 × 65500': [bombs.resizedJpeg(jpeg, 65_500, 65_500), OVERSIZED],
  'an AVIF that claims 30000 × 30000': [bombs.resizedAvif(avif, 30_000, 30_000), OVERSIZED],
  'an SVG': [
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
    NO_IMAGE,
  ],
  'a page': [Buffer.from('<!doctype html>'.padEnd(100)), NO_IMAGE],
  'half a picture': [good.subarray(0, good.length / 2), UNREADABLE],
};
/** These are as small as they look, with a burden that no picture needs: refused or passed over. */
const BURDENED: Record<string, Buffer> = {
  'a text of 300 MB': bombs.textBomb(300 * MEGABYTE),
  'a colour profile of 300 MB': bombs.profileBomb(300 * MEGABYTE),
  '300 MB after the last row': bombs.tailBomb(300 * MEGABYTE),
};

const files = Object.fromEntries(
  [...Object.values(TABLE).map(([bytes]) => bytes), ...Object.values(BURDENED)].map((bytes, i) => [
    String(i),
    bytes,
  ]),
);
const pathOf = (bytes: Buffer): string => Object.entries(files).find(([, file]) => file === bytes)![0];
const host = await startEvilHost({ ...files, good });
const horde = await startTestHorde(
  {},
  { outbound: { allowLoopback: true, resolve: async () => [{ address: '127.0.0.1', family: 4 }] } },
);
const { apikey } = await horde.user({ username: 'bomber', kudos: 1_000_000, trusted: true });
after(async () => {
  await horde.stop();
  await host.close();
});

/** Of an address that is only passed on the header is read, and its tiles are the bound: the bytes are the worker's. */
const FINE_BY_HEADER: ReadonlySet<string> = new Set([
  'one row more than 3072 × 3072',
  'a PNG that has not one row of what it claims',
]);

for (const [field, { path, body }] of Object.entries({
  ...IMAGE_FIELDS,
  'source_image of alchemy': ALCHEMY_FIELD,
})) {
  const tell = (image: string) => send(horde, apikey, path, body(image, good.toString('base64')));

  test(`${field}: a bomb is refused, as base64 and by its address, and costs no memory`, async t => {
    const grown = await growthOf(async () => {
      for (const [what, [bytes, [asText, byAddress]]] of Object.entries(TABLE)) {
        assert.deepEqual(await tell(bytes.toString('base64')), [400, asText], what);
        const answer = await tell(host.url(pathOf(bytes)));
        if (path === ALCHEMY_FIELD.path && FINE_BY_HEADER.has(what)) assert.equal(answer[0], 202, what);
        else assert.deepEqual(answer, [400, byAddress], `${what}, by its address`);
      }
    });
    t.diagnostic(`memory grew by ${grown} MiB at most`);
    assert.ok(grown < 96, `memory grew by ${grown} MiB`);
  });

  test(`${field}: what unpacks to much more than a picture costs little memory`, async t => {
    const grown = await growthOf(async () => {
      for (const [what, bytes] of Object.entries(BURDENED)) {
        for (const image of [bytes.toString('base64'), host.url(pathOf(bytes))]) {
          const [status] = await tell(image);
          assert.ok(status === 202 || status === 400, `${what}: ${status}`);
        }
      }
    });
    t.diagnostic(`memory grew by ${grown} MiB at most`);
    assert.ok(grown < 160, `memory grew by ${grown} MiB`);
  });
}

const ask = (fields: object) => send(horde, apikey, '/generate/async', { prompt: 'a heron', ...fields });

test('many bombs at a time cost no more than a few', async t => {
  const image = bombs.flatPng(14_000, 14_000).toString('base64');
  const grown = await growthOf(async () => {
    // As many as one sender may have waiting.
    const answers = await Promise.all(Array.from({ length: 32 }, () => ask({ source_image: image })));
    for (const answer of answers) assert.deepEqual(answer, [400, 'SourceImageResolutionExceeded']);
  });
  t.diagnostic(`memory grew by ${grown} MiB at most`);
  assert.ok(grown < 128, `memory grew by ${grown} MiB`);
});

test('more base64 than an image may have, and more than a call may have, is refused', async () => {
  const image = Buffer.alloc(21 * MEGABYTE).toString('base64');
  assert.deepEqual(await ask({ source_image: image }), [400, 'ImageValidationFailed']);
  const [status] = await ask({ source_image: 'A'.repeat(33 * MEGABYTE) });
  assert.equal(status, 413);
});

/** Without its last bytes: work for the image door, which then refuses it. */
const cut = (bytes: Buffer): string => bytes.subarray(0, -13).toString('base64');

test('pictures that keep the image door busy delay no files or calls, and an honest picture gets its turn', async () => {
  const rival = await horde.user({ username: 'honest', kudos: 1_000_000, trusted: true });
  let left = 0;
  const flood = [bombs.manyTexts(8, 4 * MEGABYTE), bombs.flatPng(2048, 2048)].flatMap(image =>
    Array.from({ length: 8 }, () => {
      left += 1;
      return ask({ source_image: cut(image) }).finally(() => {
        left -= 1;
      });
    }),
  );
  for (const path of ['/api/v2/status/heartbeat', '/api/openapi.json', '/about'])
    assert.equal((await fetch(horde.url + path)).status, 200);
  const honest = await horde.call('POST', '/generate/async', {
    apikey: rival.apikey,
    // The others come from this machine, and one address has no more turns than one account.
    headers: { 'x-forwarded-for': '203.0.113.7' },
    body: { prompt: 'a heron', source_image: good.toString('base64') },
  });
  assert.equal(honest.status, 202);
  assert.ok(left > 0, 'the flood is still there');
  for (const answer of await Promise.all(flood)) assert.deepEqual(answer, [400, 'ImageValidationFailed']);
});

const MODELS = ['Deliberate'];
const WORKER = {
  name: 'Painter',
  models: MODELS,
  max_pixels: 4_194_304,
  bridge_agent: 'AI Horde Worker reGen:10.0.0:x',
};

/** Hands in the result of a job that is asked for before. */
async function submit(generation: string) {
  assert.equal((await ask({ models: MODELS }))[0], 202);
  const { body } = await horde.call('POST', '/generate/pop', { apikey, body: WORKER });
  const result = { id: (body as { id: string }).id, generation, seed: 1, state: 'ok' };
  return horde.call('POST', '/generate/submit', { apikey, body: result });
}

test('a full image door is a 503 that says when to come again, for every field and for results', async t => {
  const { images } = horde.horde;
  const { decodeBase64 } = images.from({ accountId: 0, ip: null });
  const full = async () => {
    throw new ImageError('busy', 'full');
  };
  t.mock.method(images, 'from', () => ({ decodeBase64, inspect: full, toWebp: full }));
  const sent = good.toString('base64');
  const calls = Object.values({ ...IMAGE_FIELDS, alchemy: ALCHEMY_FIELD }).flatMap(({ path, body }) =>
    [sent, host.url('good')].map(
      image => () => horde.call('POST', path, { apikey, body: body(image, sent) }),
    ),
  );
  for (const call of [...calls, () => submit(sent)]) {
    const { status, headers, body } = await call();
    assert.deepEqual([status, (body as { rc: string }).rc], [503, 'ServerBusy']);
    assert.equal(headers.get('retry-after'), '5');
  }
});

test('a bomb from a worker is no result, and costs no memory', async t => {
  const refused = new Set(Object.values(TABLE).map(([bytes]) => bytes));
  const all = [...refused, ...Object.values(BURDENED)];
  const grown = await growthOf(async () => {
    for (const bytes of all) {
      const answer = await submit(bytes.toString('base64'));
      const { rc } = answer.body as { rc?: string };
      if (refused.has(bytes)) assert.equal(rc, 'InvalidResult');
      else assert.ok([200, 400].includes(answer.status));
    }
  });
  t.diagnostic(`memory grew by ${grown} MiB at most`);
  assert.ok(grown < 160, `memory grew by ${grown} MiB`);
});
