import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHorde } from '../testing/standInHorde.ts';
import { startTestWorker, temporaryHome } from '../testing/testWorker.ts';

test('a batch is popped, made, uploaded and submitted, each picture with its own seed and index', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path);
  horde.add({ ids: ['job-a', 'job-b'], prompt: 'a cat###a dog', seed: String(2 ** 32 - 1) });
  await worker.until('delivered', 2);
  assert.deepEqual(
    horde.submits.toSorted((a, b) => a.id.localeCompare(b.id)),
    [
      {
        id: 'job-a',
        generation: 'R2',
        state: 'ok',
        seed: 2 ** 32 - 1,
        censored: false,
        gen_metadata: [{ type: 'batch_index', value: 'see_ref', ref: '0' }],
      },
      {
        id: 'job-b',
        generation: 'R2',
        state: 'ok',
        seed: 0,
        censored: false,
        gen_metadata: [{ type: 'batch_index', value: 'see_ref', ref: '1' }],
      },
    ],
  );
  assert.equal(horde.uploads.get('job-b'), 'test-model|a cat|0');
  assert.deepEqual(
    worker.of('delivered').map(({ kudos }) => kudos),
    [10, 10],
  );
  assert.deepEqual(await home.spooled(), []);
});

test('the pop says what the engine can do, within what the owner wants', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path, {
    models_to_skip: ['second'],
    max_power: 512,
    max_batch: 20,
    allow_lora: true,
    blacklist: ['bad'],
    priority_usernames: ['friend#3'],
  });
  await horde.until(() => horde.pops.length > 0);
  const { bridge_agent, ...pop } = horde.pops[0]!;
  assert.deepEqual(pop, {
    name: 'Test Worker',
    models: ['test-model'],
    threads: 1,
    amount: 4,
    max_pixels: 512 * 512,
    nsfw: true,
    blacklist: ['bad'],
    priority_usernames: ['friend#3'],
    require_upfront_kudos: false,
    allow_img2img: true,
    allow_painting: true,
    allow_unsafe_ipaddr: true,
    allow_post_processing: true,
    allow_controlnet: false,
    allow_sdxl_controlnet: false,
    allow_lora: false,
    extra_slow_worker: false,
    limit_max_steps: false,
  });
  assert.match(
    bridge_agent ?? '',
    /^OpenHorde Worker:1\.0\.0:https:\/\/[^#]*#can=r2,.*RealESRGAN_x2plus&samplers=k_euler,/,
  );
  assert.equal(worker.of('engine').at(-1)?.message, 'scripted offers test-model');
});

test('a horde that holds pops is asked again only when one ends; another is asked after a gap', async () => {
  for (const holds of [true, false]) {
    await using horde = await startHorde({ holds });
    await using home = await temporaryHome();
    await using worker = startTestWorker(horde.url(), home.path);
    await horde.until(() => horde.pops.length >= (holds ? 1 : 3));
    if (!holds) {
      await worker.until('idle', 2);
      assert.deepEqual(worker.of('idle')[0]?.skipped, { models: 3 });
    }
    horde.add({ ids: ['job-a'], prompt: 'a cat' });
    await worker.until('delivered');
    if (holds) assert(horde.pops.length <= 2);
  }
});

test('the worker holds one job for each thread and queue_size more, and never pops beyond', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path, { max_threads: 2, queue_size: 1 });
  horde.add(...['a', 'b', 'c', 'd'].map(name => ({ ids: [`job-${name}`], prompt: 'stall' })));
  await worker.until('popped', 3);
  await horde.until(
    () => horde.reports.some(({ id }) => id === 'job-a') && horde.reports.some(({ id }) => id === 'job-b'),
  );
  assert.equal(horde.state.get('job-d'), undefined);
  horde.cancelled.add('job-a');
  await worker.until('popped', 4);
  await horde.until(() => horde.reports.some(({ id }) => id === 'job-c'));
});

test('pictures of a job without upload addresses travel in the submit', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path);
  horde.add({ ids: ['job-a'], prompt: 'a cat', inline: true });
  await worker.until('delivered');
  assert.equal(Buffer.from(horde.submits[0]?.generation ?? '', 'base64').toString(), 'test-model|a cat|7');
  assert.deepEqual(horde.submits[0]?.gen_metadata, []);
});

test('progress is told to the horde, and a cancelled job is let go and reported', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path);
  horde.cancelled.add('job-a');
  horde.add({ ids: ['job-a'], prompt: 'stall' }, { ids: ['job-b'], prompt: 'a cat' });
  await worker.until('delivered');
  assert(horde.reports.some(({ id, steps }) => id === 'job-a' && steps > 0));
  assert.equal(horde.state.get('job-a'), 'faulted');
  assert.match(worker.of('faulted')[0]?.reason ?? '', /cancelled/);
});

test('a horde that knows no progress reports is served all the same', async () => {
  await using horde = await startHorde({ progress: false });
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path);
  horde.add({ ids: ['job-a'], prompt: 'a cat' });
  await worker.until('delivered');
});

test('source images are loaded; one that is missing or broken makes text-to-image of it, and is told', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path);
  const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  horde.sources.set('good.png', Buffer.concat([png, Buffer.alloc(50)]));
  horde.sources.set('broken.png', png);
  const source = (name: string) => ({ source_image: `${horde.url()}/source/${name}.png` });
  horde.mishap('source', { status: 500 });
  horde.add({ ids: ['job-a'], prompt: 'source', answer: source('good') });
  await worker.until('delivered', 1);
  horde.add({ ids: ['job-b'], prompt: 'source', answer: source('broken') });
  await worker.until('delivered', 2);
  horde.add({ ids: ['job-c'], prompt: 'source', answer: source('missing') });
  await worker.until('delivered', 3);
  const ref = 'source_image';
  assert.deepEqual(
    horde.submits.map(({ gen_metadata }) => gen_metadata),
    [
      [],
      [{ type: 'source_image', value: 'parse_failed', ref }],
      [{ type: 'source_image', value: 'download_failed', ref }],
    ],
  );
});

test('messages of the horde are shown once', async () => {
  await using horde = await startHorde({ holds: false });
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path);
  const messages = [{ id: 'm1', message: 'hello', origin: 'db0', expiry: '' }];
  horde.add(
    { ids: ['job-a'], prompt: 'x', answer: { messages } },
    { ids: ['job-b'], prompt: 'x', answer: { messages } },
  );
  await worker.until('delivered', 2);
  assert.deepEqual(worker.of('message'), [{ type: 'message', message: 'hello', origin: 'db0' }]);
});
