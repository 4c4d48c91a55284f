import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { PICTURE_BASE64, upload } from '@openhorde/testkit';
import sharp from 'sharp';
import { alchemyHorde, picture } from './alchemyHorde.fixture.ts';

const town = await alchemyHorde();
after(town.stop);
const { ask, status, states, pop, submit, kudos, advance, serve, asker, knower, horde } = town;
const HOURS = 3_600_000;

const refusal = async (source_image: string) => {
  const body = { source_image, forms: [{ name: 'caption' }] };
  const { status: code, body: answer } = await town.call('POST', '/async', { body });
  return [code, answer.rc];
};

describe('a source image', () => {
  test('of base64 is kept as WebP, and its worker gets an address of it', async () => {
    await ask(['caption']);
    const [form] = await pop(['caption']);
    const kept = await fetch(form!.source_image);
    const { format, width } = await sharp(Buffer.from(await kept.arrayBuffer())).metadata();
    assert.deepEqual([kept.status, format, width], [200, 'webp', 64]);
    assert.equal(form!.r2_upload, undefined);
    await submit(form!.id, { caption: 'teal' });
  });

  test('given by its address is handed on as it was given', async () => {
    const url = serve('/teal.png', await picture(600, 300));
    await ask(['RealESRGAN_x2plus'], { source_image: url });
    const [form] = await pop(['RealESRGAN_x2plus']);
    assert.equal(form!.source_image, url);
    assert.deepEqual(await submit(form!.id, { RealESRGAN_x2plus: PICTURE_BASE64 }), [200, 6], 'two tiles');
  });

  test('is refused for what is wrong with it', async () => {
    const large = Buffer.alloc(5 * 1024 * 1024 + 10);
    const cut = (
      await sharp({ create: { width: 300, height: 300, channels: 3, background: 'red' } })
        .png()
        .toBuffer()
    ).subarray(0, 20);
    const wide = await picture(16_383 + 100, 8);
    const cases: [string, string][] = [
      ['', 'ImageValidationFailed'],
      ['not base64 at all!', 'ImageValidationFailed'],
      [Buffer.from('hello world').toString('base64'), 'ImageValidationFailed'],
      [wide.toString('base64'), 'ImageValidationFailed'],
      [(await picture(3073, 3072)).toString('base64'), 'SourceImageResolutionExceeded'],
      ['http://127.0.0.1:9/none.png', 'ImageValidationFailed'],
      [serve('/gone.png', 404), 'ImageValidationFailed'],
      [serve('/page', Buffer.from('<html>')), 'SourceImageUrlInvalid'],
      [serve('/cut.png', cut), 'SourceImageUnreadable'],
      [serve('/large.png', large), 'SourceImageSizeExceeded'],
      [serve('/tiles.png', await picture(512 * 32, 512 * 8)), 'SourceImageResolutionExceeded'],
      [`${serve('/long.png', await picture(8, 8))}?${'x'.repeat(5000)}`, 'ImageValidationFailed'],
    ];
    for (const [source, rc] of cases) assert.deepEqual(await refusal(source), [400, rc], source.slice(0, 60));
  });

  test('by its address may be larger than what is kept: 255 tiles', async () => {
    const url = serve('/poster.png', await picture(512 * 17, 512 * 15));
    await ask(['strip_background'], { source_image: url });
    assert.deepEqual(await pop(['strip_background'], { max_tiles: 254 }), []);
    const [form] = await pop(['strip_background'], { max_tiles: 255 });
    assert.deepEqual(await submit(form!.id, { strip_background: PICTURE_BASE64 }), [200, 765]);
  });
});

test('the image of a post-processor is uploaded by its worker and read by its requester', async () => {
  const id = await ask(['GFPGAN']);
  const [form] = await pop(['GFPGAN']);
  const image = await sharp(await picture(64, 64))
    .webp()
    .toBuffer();
  const uploaded = await fetch(form!.r2_upload!, { method: 'PUT', body: new Uint8Array(image) });
  assert.equal(uploaded.status, 200);
  await submit(form!.id, { GFPGAN: 'R2' });
  const { forms } = await status(id);
  const shown = await fetch(String(forms![0]!.result!.GFPGAN));
  assert.deepEqual(Buffer.from(await shown.arrayBuffer()), image);
});

test('a worker that gave a form up cannot put its image in place of the next one', async () => {
  const id = await ask(['CodeFormers']);
  const [first] = await pop(['CodeFormers']);
  await submit(first!.id, {}, { state: 'faulted' });
  const [second] = await pop(['CodeFormers']);
  assert.equal(first!.id, second!.id);
  const put = async (url: string, color: string) => {
    const image = sharp({ create: { width: 8, height: 8, channels: 3, background: color } }).webp();
    await fetch(url, { method: 'PUT', body: new Uint8Array(await image.toBuffer()) });
  };
  await put(second!.r2_upload!, 'green');
  await submit(second!.id, { CodeFormers: 'R2' });
  await put(first!.r2_upload!, 'red');
  const shown = await fetch(String((await status(id)).forms![0]!.result!.CodeFormers));
  const { dominant } = await sharp(Buffer.from(await shown.arrayBuffer())).stats();
  assert.ok(dominant.g > dominant.r);
});

test('the result of a form stands under its name, and that of a post-processor is a picture', async () => {
  const wrong: [form: string, results: unknown[]][] = [
    ['caption', [{}, { caption: null }, { nsfw: true }, { caption: 'R2' }]],
    [
      'GFPGAN',
      [
        {},
        { GFPGAN: 'R2' },
        { GFPGAN: 'http://127.0.0.1/x.webp' },
        { GFPGAN: { url: 'http://127.0.0.1/x.webp' } },
        { other: PICTURE_BASE64 },
      ],
    ],
  ];
  const earned = await kudos(knower);
  for (const [form, results] of wrong) {
    for (const result of results) {
      const id = await ask([form]);
      const [taken] = await pop([form]);
      assert.deepEqual(await submit(taken!.id, result), [400, 'InvalidResult'], JSON.stringify(result));
      assert.deepEqual(await states(id), ['waiting', 'waiting']);
      assert.deepEqual(await submit(taken!.id, result), [400, 'DuplicateGen'], 'it is given up');
      await town.call('DELETE', `/status/${id}`, {});
    }
  }
  assert.equal(await kudos(knower), earned);
  const id = await ask(['GFPGAN']);
  const [taken] = await pop(['GFPGAN']);
  await upload(taken!.r2_upload!);
  await submit(taken!.id, { GFPGAN: 'R2', other: 'http://127.0.0.1/x.webp' });
  const { result } = (await status(id)).forms![0]!;
  assert.deepEqual(Object.keys(result!), ['GFPGAN']);
  assert.equal((await fetch(String(result!.GFPGAN))).headers.get('content-type'), 'image/webp');
});

describe('what is known of an address', () => {
  const done = async (form: string, url: string, result: unknown, fields = {}, apikey?: string) => {
    const id = await ask([form], { source_image: url, ...fields });
    const [taken] = await pop([form], {}, apikey);
    assert.ok(taken, 'nothing is remembered yet');
    await submit(taken.id, result, {}, apikey);
    return id;
  };

  test('is answered at once and free, for the same form with the same payload', async () => {
    const url = serve('/known.png', await picture(32, 32));
    await done('caption', url, { caption: 'teal', nothing: null });
    const before = await kudos(asker);
    const id = await ask(['nsfw', 'caption'], { source_image: url });
    assert.deepEqual(await states(id), ['waiting', 'waiting', 'done']);
    assert.deepEqual((await status(id)).forms![1]!.result, { caption: 'teal' });
    const [form] = await pop(['nsfw', 'caption'], { amount: 2 });
    assert.equal(form!.form, 'nsfw');
    await submit(form!.id, { nsfw: false });
    assert.deepEqual(await states(id), ['done', 'done', 'done']);
    assert.equal(before - (await kudos(asker)), 3, 'the caption was free');
    const other = await ask([{ name: 'caption', payload: { style: 'short' } }], { source_image: url });
    assert.deepEqual(await states(other), ['waiting', 'waiting']);
    const [short] = await pop(['caption']);
    await submit(short!.id, { caption: 'teal!' });
  });

  test('is forgotten after five days, and never known of what was sent as base64', async () => {
    const url = serve('/old.png', await picture(32, 32));
    await done('aesthetic', url, { aesthetic: 5 });
    await advance(119 * HOURS);
    assert.deepEqual(await states(await ask(['aesthetic'], { source_image: url })), ['done', 'done']);
    await advance(2 * HOURS);
    await done('aesthetic', url, { aesthetic: 6 });
    await done('palette', (await picture(16, 16)).toString('base64'), { palette: [] });
    await done('palette', (await picture(16, 16)).toString('base64'), { palette: [] });
  });

  test('is not what a worker without trust said, for who wants trusted workers', async () => {
    const url = serve('/trust.png', await picture(32, 32));
    const eve = await horde.user({ username: 'eve' });
    const asEve = (form: string) => pop([form], { name: 'Eve' }, eve.apikey);
    await ask(['nsfw'], { source_image: url });
    await submit((await asEve('nsfw'))[0]!.id, { nsfw: true }, {}, eve.apikey);
    assert.deepEqual(await states(await ask(['nsfw'], { source_image: url })), ['done', 'done']);
    await done('nsfw', url, { nsfw: false }, { trusted_workers: true });
    const trusted = await status(await ask(['nsfw'], { source_image: url, trusted_workers: true }));
    assert.deepEqual(trusted.forms![0]!.result, { nsfw: false });
  });

  test('is an image only as long as it is kept', async () => {
    const url = serve('/image.png', await picture(32, 32));
    const gone = await status(await done('NMKD_Siax', url, { NMKD_Siax: PICTURE_BASE64 }));
    const { pathname } = new URL(String(gone.forms![0]!.result!.NMKD_Siax));
    await horde.horde.objects.delete(pathname.split('/').at(-1)!);
    const id = await ask(['NMKD_Siax'], { source_image: url });
    const [form] = await pop(['NMKD_Siax']);
    const image = await sharp(await picture(64, 64))
      .webp()
      .toBuffer();
    await fetch(form!.r2_upload!, { method: 'PUT', body: new Uint8Array(image) });
    await submit(form!.id, { NMKD_Siax: 'R2' });
    const again = await ask(['NMKD_Siax'], { source_image: url });
    const results = await Promise.all(
      [id, again].map(async one => (await status(one)).forms![0]!.result!.NMKD_Siax),
    );
    assert.equal(new URL(String(results[1])).pathname, new URL(String(results[0])).pathname);
    assert.equal((await fetch(String(results[1]))).status, 200);
    await advance(1.6 * HOURS);
    assert.deepEqual(await states(await ask(['NMKD_Siax'], { source_image: url })), ['waiting', 'waiting']);
  });
});
