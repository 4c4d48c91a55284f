import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { ALCHEMY_FORMS } from '@openhorde/contract';
import { alchemyHorde } from './alchemyHorde.fixture.ts';

const town = await alchemyHorde();
after(town.stop);
const { ask, pop, submit, kudos, advance, asker, knower, horde } = town;
const ALL = [...ALCHEMY_FORMS];

describe('a pop', () => {
  test('takes forms of several requests, the requester with the most kudos first', async () => {
    const rich = await horde.user({ username: 'rich', kudos: 5000 });
    await ask(['caption', 'nsfw']);
    await ask(['palette', 'vectorize', 'describe'], {}, rich.apikey);
    const taken = await pop(ALL, { amount: 4 });
    assert.deepEqual(
      taken
        .slice(0, 3)
        .map(form => form.form)
        .sort(),
      ['describe', 'palette', 'vectorize'],
    );
    assert.equal(taken.length, 4);
    const [rest, ...none] = await pop(ALL, { amount: 4 });
    assert.equal(none.length, 0);
    for (const { id, form } of [...taken, rest!])
      assert.deepEqual((await submit(id, { [form]: 'teal' }))[0], 200);
  });

  test('prefers who has more kudos, however long the others have waited, and among equals the older', async () => {
    const some = await horde.user({ username: 'some', kudos: 2000 });
    const more = await horde.user({ username: 'more', kudos: 2010 });
    const older = await ask(['caption'], {}, some.apikey);
    const younger = await ask(['caption'], {}, some.apikey);
    await advance(10 * 60_000);
    const last = await ask(['caption'], {}, more.apikey);
    const order = [];
    for (let i = 0; i < 3; i++) {
      const [form] = await pop(['caption']);
      order.push(horde.horde.kinds.get('interrogation')!.board.get(form!.id)!.parentId);
      await submit(form!.id, { caption: 'teal' });
    }
    assert.deepEqual(order, [last, older, younger]);
  });

  test('takes one form when it asks for none, and nothing when it offers none', async () => {
    await ask(['caption', 'nsfw']);
    assert.deepEqual(await pop([], { amount: 5 }), []);
    assert.equal((await pop(ALL, { amount: -3 })).length, 1);
    assert.equal((await pop(ALL, { amount: 1_000_000 })).length, 1);
  });

  test('gives each form to one worker, however many ask at once', async () => {
    await Promise.all(Array.from({ length: 12 }, () => ask(['caption', 'nsfw', 'palette'])));
    const pops = await Promise.all(Array.from({ length: 20 }, () => pop(ALL, { amount: 3 })));
    const forms = pops.flat();
    const ids = forms.map(({ id }) => id);
    assert.equal(ids.length, 36);
    assert.equal(new Set(ids).size, 36);
    await Promise.all(forms.map(({ id, form }) => submit(id, { [form]: 'teal' })));
  });

  test('is told how many forms want a trusted worker, each once', async () => {
    const eve = await horde.user({ username: 'eve' });
    const id = await ask(['caption', 'nsfw', 'palette'], { trusted_workers: 1 });
    const body = { name: 'Eve', forms: ['caption', 'nsfw'] };
    const { body: answer } = await town.call('POST', '/pop', { apikey: eve.apikey, body });
    assert.deepEqual(answer, { forms: null, skipped: { untrusted: 2 } });
    await town.call('DELETE', `/status/${id}`, {});
  });

  test('by a worker that wants kudos up front takes no more than its requester can pay', async () => {
    const poor = await horde.user({ username: 'poor', kudos: 25 + 7 });
    const id = await ask(['caption', 'nsfw', 'palette'], {}, poor.apikey);
    const demanding = { amount: 5, require_upfront_kudos: true };
    assert.equal((await pop(ALL, demanding)).length, 2, 'three each, and seven to spend');
    assert.equal((await pop(ALL, demanding)).length, 0, 'what is at a worker is promised');
    assert.equal((await pop(ALL, { ...demanding, priority_usernames: [poor.alias] })).length, 1);
    await town.call('DELETE', `/status/${id}`, {});
  });

  test('of a slow alchemist gets nothing from who wants none', async () => {
    const slow = await horde.user({ username: 'slow', trusted: true });
    const asSlow = (forms: string[]) => pop(forms, { name: 'Slow' }, slow.apikey);
    await ask(['caption']);
    const [form] = await asSlow(['caption']);
    await advance(11_000);
    await submit(form!.id, { caption: 'teal' }, {}, slow.apikey);
    await ask(['caption'], { slow_workers: false });
    assert.deepEqual(await asSlow(['caption']), []);
    assert.equal((await pop(['caption'])).length, 1);
    const { body } = await horde.call('GET', '/workers/name/Slow');
    const { performance, forms, type } = body as Record<string, unknown>;
    assert.match(String(performance), /^11\.\d seconds per form$/);
    assert.deepEqual([forms, type], [['caption'], 'interrogation']);
  });
});

test('a paused alchemist works and is paid as if it were not', async () => {
  horde.horde.workers.update(horde.horde.workers.byName('Knower')!, { paused: true });
  await ask(['caption']);
  const [form] = await pop(['caption']);
  const before = await kudos(knower);
  await submit(form!.id, { caption: 'teal' });
  assert.equal((await kudos(knower)) - before, 1);
});

test('ten minutes online are worth 40 kudos, paid at once whether or not the owner is trusted', async () => {
  const eve = await horde.user({ username: 'patient', kudos: 100 });
  for (let i = 0; i < 4; i++) {
    await pop(['caption'], { name: 'Patient' }, eve.apikey);
    await advance(200_000);
  }
  await pop(['caption'], { name: 'Patient' }, eve.apikey);
  await horde.horde.commits.drain();
  assert.equal(await kudos(eve), 140);
});

test('the horde tells how many forms wait and run, and their requester which requests are open', async () => {
  const count = async () =>
    ((await horde.call('GET', '/status/performance')).body as { queued_forms: number }).queued_forms;
  const before = await count();
  const id = await ask(['vectorize', 'describe']);
  await pop(['vectorize']);
  assert.equal((await count()) - before, 2);
  const { body } = await horde.call('GET', '/find_user', { apikey: asker.apikey });
  const { active_generations } = body as { active_generations: { alchemy: string[] } };
  assert.ok(active_generations.alchemy.includes(id));
});
