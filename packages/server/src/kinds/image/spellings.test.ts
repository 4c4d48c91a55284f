import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startTestHorde } from '@openhorde/testkit';

// What serialisers make of ids and of fields that nobody has filled, over the whole stack.

const horde = await startTestHorde();
after(() => horde.stop());
const asker = await horde.user({ username: 'asker', kudos: 10_000 });
const drawer = await horde.user({ username: 'drawer', trusted: true });

interface Made {
  id: string;
  kudos: number;
}

const spellings = (id: string) => [
  id,
  id.toUpperCase(),
  id.replaceAll('-', ''),
  id.replaceAll('-', '').toUpperCase(),
];
const call = (method: string, path: string, body?: object, apikey = drawer.apikey) =>
  horde.call(method, path, { apikey, ...(body && { body }) });
const pop = () =>
  call('POST', '/generate/pop', {
    name: 'Drawer',
    models: ['emoji-64'],
    max_pixels: 4_194_304,
    bridge_agent: 'AI Horde Worker reGen:13.0.0:x',
  });
const ask = (fields: object = {}) =>
  call('POST', '/generate/async', { prompt: 'a heron', models: ['emoji-64'], ...fields }, asker.apikey);

test('a worker is found, changed and deleted by every spelling of its id', async () => {
  await pop();
  const [worker] = (await call('GET', '/workers?type=&name=')).body as { id: string }[];
  for (const id of spellings(worker!.id)) {
    const seen = await call('GET', `/workers/${id}`);
    assert.equal((seen.body as { id: string }).id, worker!.id);
    const changed = await call('PUT', `/workers/${id}`, { info: id });
    assert.deepEqual(changed, { ...changed, status: 200 });
    const written = await call('POST', '/workers/messages', { worker_id: id, message: 'Hello' });
    assert.equal(written.status, 200, JSON.stringify(written.body));
    assert.equal((written.body as { worker_id: string }).worker_id, worker!.id);
    const listed = await call('GET', `/workers/messages?worker_id=${id}`);
    assert.ok((listed.body as object[]).length > 0, id);
  }
  const gone = await call('DELETE', `/workers/${spellings(worker!.id)[3]}`);
  assert.equal(gone.status, 200, JSON.stringify(gone.body));
});

test('a job is handed in, and a request followed, by every spelling of their ids', async () => {
  await pop();
  const [worker] = (await call('GET', '/workers')).body as { id: string }[];
  for (const [i, workerId] of spellings(worker!.id).entries()) {
    const asked = await ask({ workers: [workerId] });
    assert.equal(asked.status, 202, JSON.stringify(asked.body));
    const requestId = spellings((asked.body as Made).id)[i]!;
    const job = (await pop()).body as { id: string };
    assert.ok(job.id, 'the worker that was named gets it');
    const id = spellings(job.id)[i]!;
    const told = await call('POST', '/generate/progress', { id, step: 1, steps: 2 });
    assert.equal(told.status, 200, JSON.stringify(told.body));
    const faulted = await call('POST', '/generate/submit', {
      id,
      generation: 'faulted',
      seed: -1,
      state: 'faulted',
    });
    assert.equal(faulted.status, 200, JSON.stringify(faulted.body));
    assert.equal((await call('GET', `/generate/check/${requestId}`)).status, 200);
    const many = await call('POST', '/generate/check', { ids: [requestId] });
    assert.equal(many.status, 200);
    assert.equal((many.body as { requests: { id: string }[] }).requests[0]!.id, requestId, 'as it was sent');
    assert.equal((await call('DELETE', `/generate/status/${requestId}`)).status, 200);
  }
});

test('a shared key is a key in every spelling', async () => {
  const made = await call('PUT', '/sharedkeys', { kudos: 1000, name: 'Friends' }, asker.apikey);
  for (const id of spellings((made.body as { id: string }).id)) {
    assert.equal((await call('GET', `/sharedkeys/${id}`)).status, 200);
    const asked = await call('POST', '/generate/async', { prompt: 'a heron', dry_run: true }, id);
    assert.equal(asked.status, 200, JSON.stringify(asked.body));
  }
});

test('a request with all the fields that nobody has filled is the request without them', async () => {
  const plain = await ask();
  const unfilled = await ask({
    proxied_account: '',
    source_image: '',
    source_mask: '',
    source_processing: '',
    workers: [],
    extra_source_images: [],
    params: {
      extra_texts: [],
      special: {},
      control_type: '',
      workflow: '',
      sampler_name: '',
      loras: [],
      tis: [],
      post_processing: [],
      seed: '',
    },
  });
  assert.equal(unfilled.status, 202, JSON.stringify(unfilled.body));
  assert.equal((unfilled.body as Made).kudos, (plain.body as Made).kudos);
  assert.equal((await ask({ models: [''] })).status, 202, 'any model');
  const text = await call(
    'POST',
    '/generate/text/async',
    { prompt: 'Once', webhook: '', proxied_account: '', models: [''] },
    asker.apikey,
  );
  assert.equal(text.status, 202, JSON.stringify(text.body));
});
