import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startTestHorde } from './index.ts';

// What a request that names no model is for, and what one that names an unknown one is told.

const horde = await startTestHorde({ DEFAULT_TEXT_MODEL: 'default-llama' });
after(() => horde.stop());
const asker = await horde.user({ kudos: 10_000 });
const worker = await horde.user({ trusted: true });
type Body = { id: string; message?: string; model?: string };

async function must(path: string, apikey: string, body: object): Promise<Body> {
  const answer = await horde.call('POST', path, { apikey, body });
  assert.ok(answer.status < 300, JSON.stringify(answer.body));
  return answer.body as Body;
}
const IMAGE = { params: { width: 64, height: 64, steps: 1 } };
const ask = (path: string, fields: object = {}) =>
  must(path, asker.apikey, { prompt: 'a rocket', ...fields });
const pop = (path: string, name: string, models: string[]) =>
  must(path, worker.apikey, {
    name,
    models,
    bridge_agent: 'AI Horde Worker reGen:13.0.0:x',
    max_length: 512,
  });

test('an image without a model is for any until somebody offers the default one', async () => {
  await ask('/generate/async', IMAGE);
  assert.equal((await pop('/generate/pop', 'Emoji', ['emoji-64'])).model, 'emoji-64');
  const { message } = await ask('/generate/async', { ...IMAGE, models: ['stable_diffusion'] });
  assert.match(
    message!,
    /No worker offers stable_diffusion\. Name a model that is offered, such as emoji-64/,
  );
  assert.equal((await pop('/generate/pop', 'Classic', ['stable_diffusion'])).model, 'stable_diffusion');
  await ask('/generate/async', IMAGE);
  assert.equal((await pop('/generate/pop', 'Emoji', ['emoji-64'])).id, null);
  assert.equal((await pop('/generate/pop', 'Classic', ['stable_diffusion'])).model, 'stable_diffusion');
});

test('a text alike', async () => {
  const path = '/generate/text/async';
  await ask(path);
  assert.equal((await pop('/generate/text/pop', 'Other', ['other-llama'])).model, 'other-llama');
  const { message } = await ask(path, { models: ['koboldcpp/none'] });
  assert.match(
    message!,
    /No worker offers koboldcpp\/none\. Name a model that is offered, such as other-llama/,
  );
  await pop('/generate/text/pop', 'Default', ['default-llama']);
  await ask(path);
  assert.equal((await pop('/generate/text/pop', 'Other', ['other-llama'])).id, null);
  assert.equal((await pop('/generate/text/pop', 'Default', ['default-llama'])).model, 'default-llama');
});
