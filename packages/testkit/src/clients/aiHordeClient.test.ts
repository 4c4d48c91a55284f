import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { AIHorde, ModelGenerationInputStableSamplers } from '@zeldafan0225/ai_horde';
import { PICTURE, upload } from '../picture.ts';
import { STORIES } from '../stories/playFile.ts';
import { startTestHorde } from '../testHorde.ts';

// A client that others have written for the original, as it comes from npm, with nothing changed but the address.

const ANONYMOUS = '0000000000';
const AGENT = 'AI Horde Worker reGen:10.0.0:https://example.org';

const horde = await startTestHorde({ IMAGE_MODELS: path.join(STORIES, 'image-models.json') });
after(() => horde.stop());

const clientOf = (token: string) =>
  new AIHorde({
    api_route: `${horde.url}/api/v2`,
    default_token: token,
    client_agent: 'openhorde-tests:1.0:none',
    // Its own cache would answer instead of the horde.
    cache: {},
  });

test('the anonymous user is found', async () => {
  const user = await clientOf(ANONYMOUS).findUser({ token: ANONYMOUS });
  assert.equal(user.username, 'Anonymous#0');
  assert.equal(user.id, 0);
});

test('a request of the anonymous user is made by a worker that comes meanwhile', async () => {
  const client = clientOf(ANONYMOUS);
  const asked = await client.postAsyncImageGenerate({
    prompt: 'a red heart ### blurry',
    models: ['Deliberate'],
    params: { width: 512, height: 512, steps: 10, sampler_name: ModelGenerationInputStableSamplers.k_euler },
  });
  assert.match(asked.id ?? '', /^[0-9a-f-]{36}$/);
  const waiting = await client.getImageGenerationCheck(asked.id!, { force: true });
  assert.deepEqual([waiting.waiting, waiting.queue_position, waiting.done], [1, 1, false]);

  const { apikey } = await horde.user({ trusted: true });
  const worker = clientOf(apikey);
  const job = await worker.postImageGenerationPop({
    name: 'a worker by npm',
    models: ['Deliberate'],
    max_pixels: 1_048_576,
    bridge_agent: AGENT,
    bridge_version: 1,
    threads: 1,
  });
  assert.equal(job.payload?.prompt, 'a red heart ### blurry');
  assert.equal(job.payload?.sampler_name, 'k_euler');
  const atWork = await client.getImageGenerationCheck(asked.id!, { force: true });
  assert.deepEqual([atWork.waiting, atWork.processing, atWork.is_possible], [0, 1, true]);

  // Its types do not know of uploads yet.
  await upload((job as { r2_upload?: string }).r2_upload!);
  // Its types want the seed as text, which the original refuses.
  const result = { id: job.id!, generation: 'R2', seed: 7 as unknown as string };
  const { reward } = await worker.postImageGenerationSubmit(result);
  assert.ok(reward! > 0);

  const done = await client.getImageGenerationStatus(asked.id!, { force: true });
  assert.equal(done.done, true);
  const [image] = done.generations!;
  assert.deepEqual([image?.model, image?.worker_name, image?.seed], ['Deliberate', 'a worker by npm', '7']);
  const picture = await (await fetch(image!.img!)).arrayBuffer();
  assert.deepEqual(Buffer.from(picture), PICTURE);
});

test('a request is taken back', async () => {
  const client = clientOf(ANONYMOUS);
  const { id } = await client.postAsyncImageGenerate({ prompt: 'a cat', models: ['SDXL 1.0'] });
  const cancelled = await client.deleteImageGenerationRequest(id!);
  assert.deepEqual(cancelled.generations, []);
  const check = await client.getImageGenerationCheck(id!, { force: true });
  assert.deepEqual([check.waiting, check.done], [0, true]);
});

test('workers and models are listed', async () => {
  const client = clientOf(ANONYMOUS);
  const { apikey } = await horde.user({ trusted: true });
  await clientOf(apikey).postImageGenerationPop({
    name: 'a listed worker',
    models: ['Deliberate'],
    bridge_agent: AGENT,
    bridge_version: 1,
  });
  const workers = await client.getWorkers();
  const listed = workers.find(({ name }) => name === 'a listed worker');
  assert.deepEqual([listed?.online, listed?.models], [true, ['Deliberate']]);
  const models = await client.getModels();
  assert.ok(models.some(({ name, count }) => name === 'Deliberate' && count! >= 1));
});

test('a refusal comes with its status and its sentence', async () => {
  const lost = clientOf(ANONYMOUS).getImageGenerationCheck('00000000-0000-4000-8000-000000000000');
  await assert.rejects(lost, (error: { rawError: { message: string }; status: number }) => {
    assert.equal(error.status, 404);
    assert.match(error.rawError.message, /\w/);
    return true;
  });
});
