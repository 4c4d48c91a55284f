import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { alchemyHorde } from './alchemyHorde.fixture.ts';

const town = await alchemyHorde();
after(town.stop);
const { ask, pop, submit, call, knower, horde } = town;
const patient = { headers: { prefer: 'wait=20' } };

test('a pop that waits gets the form when it comes', async () => {
  const waiting = call<{ forms: { form: string }[] }>('POST', '/pop', {
    apikey: knower.apikey,
    body: { name: 'Knower', forms: ['caption'] },
    ...patient,
  });
  while (horde.horde.kinds.get('interrogation')!.popWaiters.size === 0) await new Promise(setImmediate);
  await ask(['nsfw']);
  await ask(['caption']);
  assert.equal((await waiting).body.forms[0]!.form, 'caption');
});

test('a status that waits is answered when all forms are over', async () => {
  const id = await ask(['palette', 'describe']);
  const waiting = call<{ state: string }>('GET', `/status/${id}`, patient);
  for (const form of await pop(['palette', 'describe'], { amount: 2 }))
    await submit(form.id, { [form.form]: 1 });
  assert.equal((await waiting).body.state, 'done');
  assert.equal(
    (await call<{ state: string }>('GET', `/status/${id}`, patient)).body.state,
    'done',
    'at once',
  );
});

test('a stream tells each state, the progress of a form, and the end', async () => {
  // A worker is online that could do it.
  await pop(['vectorize', 'aesthetic']);
  const id = await ask(['vectorize', 'aesthetic']);
  const response = await fetch(`${horde.url}/api/v2/interrogate/events/${id}`);
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  const events = eventsOf(response);
  const next = async () => (await events.next()).value!;
  assert.deepEqual(await next(), {
    event: 'state',
    data: {
      state: 'waiting',
      forms: [
        { form: 'vectorize', state: 'waiting' },
        { form: 'aesthetic', state: 'waiting' },
      ],
      progress: null,
    },
  });
  const forms = await pop(['vectorize', 'aesthetic'], { amount: 2 });
  assert.equal((await next()).data.state, 'processing');
  const progress = { id: forms[0]!.id, step: 3, steps: 4, stage: 'look' };
  const reported = await horde.call('POST', '/generate/progress', { apikey: knower.apikey, body: progress });
  assert.deepEqual(reported.body, { cancelled: false });
  assert.deepEqual((await next()).data.progress, { step: 3, steps: 4, stage: 'look' });
  for (const form of forms) await submit(form.id, { [form.form]: 1 });
  let last = await next();
  while (last.event !== 'end') last = await next();
  assert.equal(last.data.state, 'done');
  assert.equal((await events.next()).done, true);
});

test('a stream ends when the request is gone', async () => {
  const id = await ask(['caption']);
  const events = eventsOf(await fetch(`${horde.url}/api/v2/interrogate/events/${id}`));
  await events.next();
  await town.advance(21 * 60_000);
  assert.equal((await events.next()).value!.event, 'end');
});

interface StreamEvent {
  event: string;
  data: { state: string; forms: unknown[]; progress: unknown };
}

async function* eventsOf(response: Response): AsyncGenerator<StreamEvent, void> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      const [, event] = /^event: (.*)$/m.exec(block) ?? [];
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      if (event && data) yield { event, data: JSON.parse(data) as StreamEvent['data'] };
    }
  }
}
