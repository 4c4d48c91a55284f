import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PICTURE_BASE64, startTestHorde } from './index.ts';

// What recordings of the original that were held back show, and the stories do not.

const horde = await startTestHorde();
after(() => horde.stop());

const MODEL = 'emoji-64';
const AGENT = 'AI Horde Worker reGen:13.0.0:x';
const asker = await horde.user({ username: 'asker', kudos: 10_000 });
const moderator = await horde.user({ username: 'mod', moderator: true });

async function must<T>(...call: Parameters<typeof horde.call>): Promise<T> {
  const { status, body } = await horde.call(...call);
  assert.ok(status < 300, JSON.stringify(body));
  return body as T;
}

const ask = (fields: object = {}) =>
  must<{ id: string }>('POST', '/generate/async', {
    apikey: asker.apikey,
    body: { prompt: 'a heron', models: [MODEL], params: { width: 64, height: 64 }, ...fields },
  });

const pop = (apikey: string, name: string, fields: object = {}) =>
  must<{ id: string; ids: string[] }>('POST', '/generate/pop', {
    apikey,
    body: { name, models: [MODEL], max_pixels: 4_194_304, bridge_agent: AGENT, ...fields },
  });

async function workerNamed(name: string): Promise<string> {
  const { id } = await must<{ id: string }>('GET', `/workers/name/${name}`);
  return id;
}

test('a second delivery by a worker in maintenance earns nothing and is no error', async () => {
  const drawer = await horde.user({ username: 'drawer' });
  await ask();
  const { id } = await pop(drawer.apikey, 'Drawer');
  const submit = () =>
    horde.call('POST', '/generate/submit', {
      apikey: drawer.apikey,
      body: { id, generation: PICTURE_BASE64, seed: 1 },
    });
  assert.equal((await submit()).status, 200);
  assert.equal((await submit()).status, 400);
  const worker = await workerNamed('Drawer');
  await must('PUT', `/workers/${worker}`, { apikey: drawer.apikey, body: { maintenance: true } });
  const again = await submit();
  assert.deepEqual([again.status, again.body], [200, { reward: 0 }]);
});

test('a paused worker gets one job of show, however many it asks for', async () => {
  const suspect = await horde.user({ username: 'suspect', trusted: true });
  await pop(suspect.apikey, 'Suspect');
  const worker = await workerNamed('Suspect');
  await must('PUT', `/workers/${worker}`, { apikey: moderator.apikey, body: { paused: true } });
  const { id } = await ask({ params: { width: 64, height: 64, n: 4 } });
  assert.equal((await pop(suspect.apikey, 'Suspect', { amount: 4 })).ids.length, 1);
  const { waiting } = await must<{ waiting: number }>('GET', `/generate/check/${id}`);
  assert.equal(waiting, 4);
  await must('DELETE', `/generate/status/${id}`);
});

test('alchemists do not count towards the workers of an account', async () => {
  const many = await horde.user({ username: 'many' });
  for (let i = 0; i < 6; i++)
    await must('POST', '/interrogate/pop', {
      apikey: many.apikey,
      body: { name: `Alchemist ${i}`, forms: ['caption'] },
    });
  for (let i = 0; i < 4; i++) await pop(many.apikey, `Dreamer ${i}`);
  const fifth = await horde.call('POST', '/generate/pop', {
    apikey: many.apikey,
    body: { name: 'Dreamer 4', models: [MODEL], bridge_agent: AGENT },
  });
  assert.equal((fifth.body as { rc: string }).rc, 'TooManyWorkers');
});

test('the key is what is missing of a transfer whose body is no JSON', async () => {
  for (const body of ['username=x', '']) {
    const response = await fetch(`${horde.url}/api/v2/kudos/transfer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const { errors } = (await response.json()) as { errors: Record<string, string> };
    assert.deepEqual([response.status, Object.keys(errors)], [400, ['apikey']]);
  }
});
