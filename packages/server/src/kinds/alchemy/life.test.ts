import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { alchemyHorde } from './alchemyHorde.fixture.ts';

const town = await alchemyHorde();
after(town.stop);
const { ask, status, states, pop, submit, kudos, advance, asker, knower, horde } = town;
const MINUTES = 60_000;

describe('a form that is given up', () => {
  test('ends the request in part: the other one is delivered, shown and paid, nothing is charged for the failure', async () => {
    const id = await ask(['caption', 'interrogation']);
    const before = await kudos(asker);
    for (let attempt = 1; attempt <= 4; attempt++) {
      const [form] = await pop(['caption']);
      assert.deepEqual(await submit(form!.id, {}, { state: 'faulted' }), [200, 0]);
      const expected = attempt < 4 ? ['waiting', 'waiting', 'waiting'] : ['waiting', 'faulted', 'waiting'];
      assert.deepEqual(await states(id), expected);
    }
    assert.deepEqual(await pop(['caption']), []);
    const [form] = await pop(['interrogation']);
    assert.deepEqual(await submit(form!.id, { interrogation: { tags: [] } }), [200, 3]);
    assert.deepEqual(await status(id), {
      state: 'partial',
      forms: [
        { form: 'caption', state: 'faulted' },
        { form: 'interrogation', state: 'done', result: { interrogation: { tags: [] } } },
      ],
    });
    assert.equal(before - (await kudos(asker)), 5);
    const worker = horde.horde.workers.byName('Knower')!;
    assert.deepEqual([worker.fulfilments, worker.uncompletedJobs], [1, 4]);
  });

  test('goes back to the queue after three minutes, and its late result is not taken', async () => {
    const id = await ask(['nsfw']);
    const [form] = await pop(['nsfw']);
    await advance(3 * MINUTES - 1000);
    assert.deepEqual(await states(id), ['processing', 'processing']);
    await advance(2000);
    assert.deepEqual(await states(id), ['waiting', 'waiting']);
    assert.deepEqual(await submit(form!.id, { nsfw: true }), [400, 'DuplicateGen']);
    assert.deepEqual(await submit(form!.id, {}, { state: 'faulted' }), [400, 'DuplicateGen']);
    const [again] = await pop(['nsfw']);
    assert.equal(again!.id, form!.id);
    assert.deepEqual(await submit(again!.id, { nsfw: false }), [200, 1]);
    assert.deepEqual(await states(id), ['done', 'done']);
  });

  test('belongs to the worker that has it now', async () => {
    const other = await horde.user({ username: 'other', trusted: true });
    await ask(['palette']);
    const [form] = await pop(['palette']);
    await submit(form!.id, {}, { state: 'faulted' });
    await pop(['palette'], { name: 'Other' }, other.apikey);
    assert.deepEqual(await submit(form!.id, { palette: [] }), [403, 'WrongCredentials']);
    assert.deepEqual(await submit(form!.id, { palette: [] }, {}, other.apikey), [200, 1]);
  });
});

describe('a request that is cancelled', () => {
  test('keeps what is done, pays for what is at a worker, and charges nothing for what waited', async () => {
    const id = await ask(['caption', 'nsfw', 'aesthetic'], { slow_workers: false });
    const [before, earned] = [await kudos(asker), await kudos(knower)];
    const [first] = await pop(['caption']);
    await submit(first!.id, { caption: 'teal' });
    const [second] = await pop(['nsfw']);
    const { status: code, body } = await town.call('DELETE', `/status/${id}`, {});
    assert.equal(code, 200);
    assert.deepEqual(body, {
      state: 'partial',
      forms: [
        { form: 'caption', state: 'done', result: { caption: 'teal' } },
        { form: 'nsfw', state: 'cancelled' },
        { form: 'aesthetic', state: 'cancelled' },
      ],
    });
    assert.equal(before - (await kudos(asker)), 2 * 2);
    assert.equal((await kudos(knower)) - earned, 2);
    assert.deepEqual(await submit(second!.id, { nsfw: true }), [400, 'DuplicateGen']);
    assert.deepEqual(await pop(['nsfw', 'aesthetic']), []);
    assert.deepEqual((await town.call('DELETE', `/status/${id}`, {})).body, body);
    assert.equal((await kudos(knower)) - earned, 2, 'the worker is not paid twice');
  });

  test('a submit and a cancellation at once: paid and charged once, whichever comes first', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => ask(['describe'])));
    const forms = await pop(['describe'], { amount: 10 });
    assert.equal(forms.length, 10);
    const [before, earned] = [await kudos(asker), await kudos(knower)];
    await Promise.all([
      ...forms.map(form => submit(form.id, { describe: 'teal' })),
      ...ids.map(id => town.call('DELETE', `/status/${id}`, {})),
    ]);
    assert.equal(before - (await kudos(asker)), 30);
    assert.equal((await kudos(knower)) - earned, 10);
    for (const id of ids) assert.ok(['done', 'partial'].includes((await states(id))[0]!));
  });
});

describe('a request lives 20 minutes', () => {
  test('and then it is gone, with forms that are at workers', async () => {
    const id = await ask(['caption', 'nsfw']);
    await advance(20 * MINUTES + 1000);
    assert.equal((await town.call('GET', `/status/${id}`, {})).status, 404);
    assert.deepEqual(await pop(['caption', 'nsfw']), []);
  });

  test('counted for all its forms from the last time that one of them moved', async () => {
    const id = await ask(['caption', 'nsfw']);
    await advance(19 * MINUTES);
    const [form] = await pop(['caption']);
    await advance(2 * MINUTES);
    assert.deepEqual(await states(id), ['processing', 'processing', 'waiting']);
    await submit(form!.id, { caption: 'teal' });
    await advance(19 * MINUTES);
    assert.deepEqual(await states(id), ['waiting', 'done', 'waiting']);
    await advance(2 * MINUTES);
    assert.equal((await town.call('GET', `/status/${id}`, {})).status, 404);
    assert.deepEqual(await submit(form!.id, { caption: 'teal' }), [404, 'InvalidJobID']);
  });
});

test('a request that is not there is not found', async () => {
  for (const id of ['nonsense', '00000000-0000-4000-8000-000000000000']) {
    for (const method of ['GET', 'DELETE']) {
      assert.equal((await town.call(method, `/status/${id}`, {})).body.rc, 'RequestNotFound');
    }
    assert.equal((await town.call('GET', `/events/${id}`, {})).body.rc, 'RequestNotFound');
    assert.deepEqual(await submit(id, {}), [404, 'InvalidJobID']);
  }
  const id = await ask(['caption']);
  const { body } = await horde.call('GET', `/generate/check/${id}`);
  assert.equal(
    (body as { rc: string }).rc,
    'RequestNotFound',
    'images and alchemy do not answer for each other',
  );
});
