import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { startTestHorde } from '@openhorde/testkit';

// What published clients and workers look for, or run into, over the whole stack.

const horde = await startTestHorde();
after(() => horde.stop());
const asker = await horde.user({ username: 'asker', kudos: 10_000, trusted: true });
const drawer = await horde.user({ username: 'drawer', trusted: true });
const rival = await horde.user({ username: 'rival', trusted: true });

interface Said {
  message: string;
  rc: string;
}

async function refusal(path: string, body: object, apikey: string): Promise<[status: number, Said]> {
  const answer = await horde.call('POST', path, { apikey, body });
  return [answer.status, answer.body as Said];
}

const OFFER = {
  name: 'Drawer',
  models: ['emoji-64'],
  max_pixels: 4_194_304,
  bridge_agent: 'AI Horde Worker reGen:13.0.0:x',
};

async function pop(): Promise<{ id: string; r2_upload: string }> {
  const { status, body } = await horde.call('POST', '/generate/pop', { apikey: drawer.apikey, body: OFFER });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const bmp = Buffer.concat([Buffer.from('BM'), Buffer.alloc(64)]).toString('base64');
const tiff = Buffer.concat([Buffer.from('II*\0'), Buffer.alloc(64)]).toString('base64');
const ico = Buffer.concat([Buffer.from([0, 0, 1, 0]), Buffer.alloc(64)]).toString('base64');
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';

test('every refusal of a source picture, a mask or an extra picture says that image validation failed', async () => {
  const bad = ['no picture', 'http://127.0.0.1/x.png', 'https://a:b@example.com/x.png', 'https://:1/'];
  const remix = { source_image: pixel, source_processing: 'remix', models: ['Stable Cascade 1.0'] };
  for (const image of bad) {
    for (const fields of [
      { source_image: image },
      { source_image: pixel, source_mask: image, source_processing: 'inpainting' },
      { ...remix, extra_source_images: [{ image }] },
    ]) {
      const [status, { message }] = await refusal(
        '/generate/async',
        { prompt: 'a', ...fields },
        asker.apikey,
      );
      assert.equal(status, 400);
      assert.match(message, /Image validation failed/);
    }
    const asked = { source_image: image, forms: [{ name: 'caption' }] };
    const [status, { message }] = await refusal('/interrogate/async', asked, asker.apikey);
    assert.equal(status, 400);
    assert.match(message, /Image validation failed/);
  }
  const masked = { prompt: 'a', source_mask: pixel };
  assert.match(
    (await refusal('/generate/async', masked, asker.apikey))[1].message,
    /Image validation failed/,
  );
});

test('of a picture in another format the refusal says which are taken', async () => {
  for (const image of [bmp, tiff, ico]) {
    const [status, { rc, message }] = await refusal(
      '/generate/async',
      { prompt: 'a', source_image: image },
      asker.apikey,
    );
    assert.deepEqual([status, rc], [400, 'ImageValidationFailed']);
    assert.match(message, /PNG, JPEG, WebP, GIF and AVIF/);
  }
});

test('an accepted request with warnings says so in its message, one without has none', async () => {
  for (const [path, body] of [
    ['/generate/async', { prompt: 'a', models: ['nobody has it'] }],
    ['/generate/text/async', { prompt: 'a', models: ['nobody has it'] }],
    ['/interrogate/async', { source_image: pixel, forms: [{ name: 'caption' }] }],
  ] as const) {
    const [status, { message }] = await refusal(path, body, asker.apikey);
    assert.equal(status, 202, message);
    assert.match(message, /warning/);
  }
  await pop();
  const [status, served] = await refusal(
    '/generate/async',
    { prompt: 'a', models: ['emoji-64'], params: { width: 64, height: 64 } },
    asker.apikey,
  );
  assert.deepEqual([status, served.message], [202, undefined]);
});

test('who meets a worker by a name that was cut is told to what', async () => {
  const alike = 'W'.repeat(100);
  const first = { ...OFFER, name: `${alike} of alice` };
  assert.equal((await refusal('/generate/pop', first, drawer.apikey))[0], 200);
  for (const [path, name, rc, status] of [
    ['/generate/pop', `${alike} of bob`, 'WrongCredentials', 403],
    ['/generate/text/pop', `${alike} of texts`, 'PolymorphicNameConflict', 400],
  ] as const) {
    const [refused, said] = await refusal(path, { ...OFFER, name }, rival.apikey);
    assert.deepEqual([refused, said.rc], [status, rc]);
    assert.ok(said.message.includes(`"${alike}"`), said.message);
  }
  const [, { message }] = await refusal('/generate/pop', OFFER, rival.apikey);
  assert.ok(!message.includes('cut'), message);
});

test('a picture of more than 20 MiB is refused in words, and the submit that follows gives the job up', async () => {
  const asked = { prompt: 'a', models: ['emoji-64'], params: { width: 64, height: 64 } };
  for (;;) if (!(await pop()).id) break;
  const [, { id: requestId }] = (await refusal('/generate/async', asked, asker.apikey)) as never as [
    number,
    { id: string },
  ];
  const { id, r2_upload: url } = await pop();
  const uploaded = await fetch(url, { method: 'PUT', body: new Uint8Array(randomBytes(21 * 1024 * 1024)) });
  assert.equal(uploaded.status, 413);
  assert.match(((await uploaded.json()) as Said).message, /20971520 bytes/);
  const submitted = { id, generation: 'R2', seed: 1 };
  const [status, { rc }] = await refusal('/generate/submit', submitted, drawer.apikey);
  assert.deepEqual([status, rc], [400, 'InvalidResult']);
  const { body } = await horde.call('GET', `/generate/check/${requestId}`);
  const { processing, waiting } = body as { processing: number; waiting: number };
  assert.deepEqual([processing, waiting], [0, 1], 'it waits for another try');
});

test('a text and a finding of more than 1 MiB are taken', async () => {
  const worker = { name: 'Writer', models: ['a model'], max_length: 512, max_context_length: 4096 };
  const text = { prompt: 'Once', models: ['a model'] };
  await horde.call('POST', '/generate/text/pop', { apikey: drawer.apikey, body: worker });
  const asked = await horde.call('POST', '/generate/text/async', { apikey: asker.apikey, body: text });
  const { id: textId } = asked.body as { id: string };
  const job = await horde.call('POST', '/generate/text/pop', { apikey: drawer.apikey, body: worker });
  const generation = '獣'.repeat(400_000);
  const submitted = { id: (job.body as { id: string }).id, generation };
  const [status, said] = await refusal('/generate/text/submit', submitted, drawer.apikey);
  assert.equal(status, 200, JSON.stringify(said));
  const shown = await horde.call('GET', `/generate/text/status/${textId}`);
  assert.equal((shown.body as { generations: { text: string }[] }).generations[0]!.text, generation);

  const forms = [{ name: 'interrogation' }];
  const wanted = await horde.call('POST', '/interrogate/async', {
    apikey: asker.apikey,
    body: { source_image: pixel, forms },
  });
  const alchemist = { name: 'Alchemist', forms: ['interrogation'], amount: 1 };
  const popped = await horde.call('POST', '/interrogate/pop', { apikey: drawer.apikey, body: alchemist });
  const [form] = (popped.body as { forms: { id: string }[] }).forms;
  const tags = Array.from({ length: 2000 }, (_, i) => ({
    text: `${i} ${'獣'.repeat(200)}`,
    confidence: 0.5,
  }));
  const result = { interrogation: { tags } };
  assert.ok(Buffer.byteLength(JSON.stringify(result)) > 1024 * 1024);
  const handed = await refusal('/interrogate/submit', { id: form!.id, result, state: 'ok' }, drawer.apikey);
  assert.equal(handed[0], 200, JSON.stringify(handed[1]));
  const seen = await horde.call('GET', `/interrogate/status/${(wanted.body as { id: string }).id}`);
  assert.equal((seen.body as { state: string }).state, 'done');
});

test('a call that is larger than its route takes is refused with a return code', async () => {
  const body = { ...OFFER, bridge_agent: 'x'.repeat(1024 * 1024) };
  const [status, { rc, message }] = await refusal('/generate/pop', body, drawer.apikey);
  assert.deepEqual([status, rc], [413, 'BodyTooLarge']);
  assert.match(message, /1 MiB/);
});
