import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MODEL, textHorde } from './textHorde.fixture.ts';

const town = await textHorde();
after(() => town.horde.stop());
const { ask, pop, submit, status, call, userOf, asker, writer, advance } = town;

test('a text is asked for, written, read and paid, and nothing is lost of what was sent', async () => {
  const before = { asker: await userOf(asker), writer: await userOf(writer) };
  const prompt = 'Line one\r\n\tLine “two” 🐦\u2028';
  const { id, kudos, message } = await ask({ prompt, params: { stop_sequence: ['\n\n'], top_k: 40 } });
  assert.equal(kudos, 19, 'the estimate of one text');
  assert.match(message ?? '', /no available workers/i);
  const job = await pop();
  assert.deepEqual(job.payload, {
    prompt,
    n: 1,
    max_context_length: 2048,
    max_length: 80,
    min_p: 0,
    smoothing_factor: 0,
    dynatemp_range: 0,
    dynatemp_exponent: 1,
    stop_sequence: ['\n\n'],
    top_k: 40,
  });
  assert.deepEqual([job.model, job.ttl, job.softprompt, job.extra_source_images], [MODEL, 150, null, null]);
  const text = ` and then —\u0000 \n ${'word '.repeat(60)}🐦`;
  assert.deepEqual(await submit(job.id, text, { seed: '17' }), [200, 5.36]);
  const { generations, done } = await status(id);
  assert.equal(done, true);
  assert.equal(generations![0]!.text, text.replace('\u0000', '\ufffd'));
  assert.equal(generations![0]!.seed, 17);
  const now = { asker: await userOf(asker), writer: await userOf(writer) };
  // The tax, the text and its fee.
  assert.equal((before.asker.kudos - now.asker.kudos).toFixed(2), '7.36');
  assert.equal((now.writer.kudos - before.writer.kudos).toFixed(2), '5.36');
  assert.equal(now.writer.records.contribution!.tokens, 80, 'what was asked for, whatever came back');
  assert.equal(now.asker.records.usage!.tokens, 80);
});

test('an empty text is a result', async () => {
  const { id } = await ask();
  assert.deepEqual(await submit((await pop()).id, ''), [200, 1.36]);
  const { generations, finished } = await status(id);
  assert.deepEqual([finished, generations![0]!.text, generations![0]!.state], [1, '', 'ok']);
});

test('texts are told in the order in which they came, and a request of three faults ends', async () => {
  const { id } = await ask({ params: { n: 3 } });
  const { ids = [] } = await pop({ amount: 3 });
  assert.equal(ids.length, 3);
  await submit(ids[2], 'c');
  await submit(ids[0], 'a');
  await submit(ids[1], 'b');
  const { generations } = await status(id);
  assert.deepEqual(
    generations!.map(({ text }) => text),
    ['c', 'a', 'b'],
  );
  const given = await ask();
  for (let i = 0; i < 3; i++) {
    assert.equal((await status(given.id)).faulted, false);
    assert.deepEqual(await submit((await pop()).id, 'faulted', { state: 'faulted' }), [200, 0]);
  }
  const { faulted, done, restarted } = await status(given.id);
  assert.deepEqual([faulted, done, restarted], [true, true, 3]);
  assert.equal((await pop()).id, null);
});

test('a job that takes longer than 150 seconds goes back to the queue', async () => {
  const { id } = await ask();
  const { id: job } = await pop();
  await advance(149_000);
  assert.equal((await status(id)).processing, 1);
  await advance(2_000);
  assert.deepEqual(await submit(job), [400, 'AbortedGen']);
  const { restarted, waiting } = await status(id);
  assert.deepEqual([restarted, waiting], [1, 1]);
  await submit((await pop()).id);
});

test('a cancelled request stays empty, whatever becomes of its jobs', async () => {
  const { id } = await ask({ params: { n: 2 } });
  const { id: job } = await pop();
  await call('DELETE', `/status/${id}`);
  assert.deepEqual(await submit(job, 'faulted', { state: 'faulted' }), [200, 0]);
  const { waiting, done } = await status(id);
  assert.deepEqual([waiting, done], [0, true]);
  assert.equal((await pop()).id, null);
});

test('waiting time is the queue at the speed of the workers, in tokens', async () => {
  // The Scribe has shown some speed by now; ten waiting jobs of 512 tokens take it a while.
  const { id } = await ask({ params: { n: 10, max_length: 512 } });
  const { wait_time, queue_position } = await status(id);
  assert.equal(queue_position, 1);
  assert.ok(wait_time! > 0, `${wait_time}`);
  await call('DELETE', `/status/${id}`);
});

test('too many remarks are refused before anything is settled', async () => {
  await ask();
  const { id } = await pop();
  const gen_metadata = Array(51).fill({ type: 'censorship', value: 'csam' });
  assert.deepEqual(await submit(id, 'a', { gen_metadata }), [400, 'BadRequest']);
  assert.deepEqual(await submit(id, 'a'), [200, 1.36]);
});

test('a text may be long, in both directions', async () => {
  const prompt = 'long '.repeat(400_000);
  await pop({ name: 'Reader', max_context_length: 1_048_576 });
  const { id } = await ask({ prompt, params: { max_context_length: 1_048_576, max_length: 512 } });
  const job = await pop({ name: 'Reader', max_context_length: 1_048_576 });
  assert.equal(job.payload!.prompt, prompt);
  assert.equal((await submit(job.id, 'word '.repeat(50_000)))[0], 200);
  assert.equal((await status(id)).generations![0]!.text!.length, 250_000);
});
