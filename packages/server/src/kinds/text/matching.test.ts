import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MODEL, textHorde } from './textHorde.fixture.ts';

const town = await textHorde();
after(() => town.horde.stop());
const { ask, pop, submit, status, call, horde, writer, popBody } = town;
const cancel = (id: string) => call('DELETE', `/status/${id}`);

test('a request that says that its text may be unsafe for work is kept from workers that refuse it', async () => {
  const { id } = await ask({ nsfw: true });
  const refused = await pop({ nsfw: false });
  assert.deepEqual([refused.id, refused.skipped], [null, { nsfw: 1 }]);
  await submit((await pop({ nsfw: true })).id);
  assert.equal((await status(id)).done, true);
  await ask();
  assert.notEqual((await pop({ nsfw: false })).id, null, 'who does not say is not');
});

test('a soft prompt goes to a worker that has it, which is told so', async () => {
  await ask({ softprompt: 'mirror.zip' });
  assert.deepEqual((await pop({ softprompts: ['other.zip'] })).skipped, { matching_softprompt: 1 });
  assert.equal((await pop({ softprompts: ['mirror.zip'] })).softprompt, 'mirror.zip');
});

test('a pop honours blacklist, extra slowness and the wish for kudos beforehand', async () => {
  const { id } = await ask();
  assert.deepEqual((await pop({ blacklist: ['HARBOUR', 7] })).skipped, { blacklist: 1 });
  assert.deepEqual((await pop({ extra_slow_worker: true })).skipped, { performance: 1 });
  await cancel(id);
  const poor = await horde.user({ username: 'poor', kudos: 30 });
  const { id: broke } = await ask({}, poor);
  assert.deepEqual((await pop({ require_upfront_kudos: true })).skipped, { kudos: 1 });
  assert.equal(
    (await pop({ require_upfront_kudos: true, priority_usernames: [poor.alias] })).ids?.length,
    1,
    'but not from those whom it serves first',
  );
  await cancel(broke);
  const slow = await ask({ extra_slow_workers: true });
  assert.equal((await pop({ extra_slow_worker: true })).ids?.length, 1);
  await cancel(slow.id);
});

test('texts that may not be batched go one by one', async () => {
  const { id } = await ask({ disable_batching: true, params: { n: 2 } }, writer);
  assert.equal((await pop({ amount: 20 })).ids?.length, 1);
  assert.equal((await pop({ amount: 20 })).ids?.length, 1);
  await cancel(id);
});

test('a worker learns what keeps it from requests', async () => {
  const ids = await Promise.all([
    ask({ models: ['aphrodite/Heron-70B'] }),
    ask({ params: { max_length: 200 } }),
    ask({ params: { max_context_length: 8192 } }),
    ask({ validated_backends: true }),
  ]);
  const { skipped } = await pop({ max_length: 100, bridge_agent: 'HomeBrew:1:x', name: 'Other' });
  assert.deepEqual(skipped, { models: 1, max_length: 1, max_context_length: 1, bridge_version: 1 });
  for (const { id } of ids) await cancel(id);
});

test('a pop that waits gets the job when it comes', async () => {
  const waiting = call<{ ids: string[] }>('POST', '/pop', {
    apikey: writer.apikey,
    body: popBody({}),
    headers: { prefer: 'wait=20' },
  });
  while (horde.horde.kinds.get('text')!.popWaiters.size === 0) await new Promise(setImmediate);
  const other = await ask({ models: ['aphrodite/Heron-70B'] });
  const { id } = await ask();
  const { body, headers } = await waiting;
  assert.equal(body.ids.length, 1);
  assert.equal(headers.get('preference-applied'), 'wait=20');
  const done = call<{ done: boolean }>('GET', `/status/${id}`, { headers: { prefer: 'wait=20' } });
  await submit(body.ids[0]);
  assert.equal((await done).body.done, true);
  await cancel(other.id);
});

test('a request that nobody can take says why and what a worker would take, at once and on status', async () => {
  await pop({ name: 'Other', max_length: 100 });
  await pop({ models: ['Sparrow-3B'] });
  const { id, reasons, message } = await ask({ params: { max_length: 500 } });
  assert.match(message ?? '', /no available workers/i);
  assert.deepEqual(reasons?.nearest, { params: { max_length: 100 } });
  assert.ok((reasons?.constraints ?? []).some(({ name }) => name === 'length'));
  assert.deepEqual((await status(id)).reasons, reasons);
  await cancel(id);
});

test('a worker may have any model, but a model named after another account only under another name', async () => {
  const refused = (models: string[]) =>
    call('POST', '/pop', { apikey: writer.apikey, body: popBody({ models }) });
  assert.equal((await refused([`${MODEL}::somebody#1`])).body.rc, 'BadRequest');
  assert.equal((await refused([])).body.rc, 'BadRequest');
  assert.equal((await pop({ models: [`${MODEL}::${writer.alias}`] })).id, null);
});

test('an account of a school gets what is safe from trusted workers only', async () => {
  const school = await horde.user({ username: 'school', kudos: 100 });
  await horde.features.accounts.setRoles(school.id, { education: true });
  const { id } = await ask({ nsfw: true, trusted_workers: false }, school);
  const stranger = await horde.user({ username: 'stranger' });
  assert.deepEqual((await pop({ name: 'Stranger' }, stranger)).skipped, { untrusted: 1 });
  assert.equal((await pop({ nsfw: false })).ids?.length, 1);
  await cancel(id);
});

test('progress of a text is told to who follows it', async () => {
  const { id } = await ask();
  const { id: job } = await pop();
  const body = { id: job, step: 20, steps: 80, stage: 'write' };
  const reported = await horde.call('POST', '/generate/progress', { apikey: writer.apikey, body });
  assert.deepEqual(reported.body, { cancelled: false });
  const response = await fetch(`${horde.url}/api/v2/generate/text/events/${id}`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let told = '';
  while (!told.includes('\n\n')) told += (await reader.read()).value ?? '';
  assert.match(told, /event: state/);
  assert.match(told, /"progress":\{"step":20,"steps":80,"stage":"write"\}/);
  await submit(job);
  while (!told.includes('event: end')) told += (await reader.read()).value ?? '';
  await reader.cancel();
});
