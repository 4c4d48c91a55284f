import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { guardedHorde } from '../moderation/guardedHorde.fixture.ts';
import { recordDeed } from './index.ts';

const stage = await guardedHorde();
const { horde, alice, owner, mod, boss, call, good, pop } = stage;
after(() => stage.stop());

interface Entry {
  id: number;
  actor: string | null;
  action: string;
  subject: string | null;
  detail: Record<string, unknown>;
}
const entries = async (query = ''): Promise<Entry[]> =>
  (await good('GET', `/operations/audit${query}`, boss)).entries;

test('only moderators read it', async () => {
  for (const [user, expected] of [
    [alice, [403, 'NotModerator']],
    [undefined, [400, undefined]],
  ] as const) {
    const { status, body } = await call('GET', '/operations/audit', user);
    assert.deepEqual([status, body.rc], expected);
  }
});

test('a change by a moderator to things of others is on record, a change by their owner is not', async () => {
  await pop(owner);
  const { id } = horde.horde.workers.byName(`Worker of ${owner.id}`)!;
  await good('PUT', `/workers/${id}`, owner, { info: 'mine' });
  await good('PUT', `/users/${owner.id}`, owner, { contact: 'owner@example.org' });
  assert.deepEqual(await entries(`?subject=worker:${id}`), []);
  await good('PUT', `/workers/${id}`, mod, { paused: true, info: 'not mine' });
  await good('PUT', `/users/${owner.id}`, mod, { trusted: true, admin_comment: 'a friend' });
  await good('DELETE', `/workers/${id}`, mod);
  await good('DELETE', `/users/${owner.id}`, mod);
  await good('PUT', `/users/${mod.id}`, mod, { concurrency: 60 });
  const seen = await entries('?limit=5');
  assert.deepEqual(
    seen.map(({ actor, action, subject }) => [actor, action, subject]),
    [
      [mod.alias, 'user.change', `user:${mod.id}`],
      [mod.alias, 'user.delete', `user:${owner.id}`],
      [mod.alias, 'worker.delete', `worker:${id}`],
      [mod.alias, 'user.change', `user:${owner.id}`],
      [mod.alias, 'worker.change', `worker:${id}`],
    ],
  );
  assert.deepEqual(seen.at(-1)!.detail, { info: 'not mine', paused: true });
  assert.deepEqual(seen[3]!.detail, { trusted: true, admin_comment: 'a friend' });
});

test('a refused change is not done', async () => {
  const [before] = await entries('?limit=1');
  await call('PUT', `/users/${alice.id}`, mod, { kudos: 5, trusted: true });
  await call('PUT', '/status/modes', mod, { raid_mode: true, maintenance_mode: true });
  const [after] = await entries('?limit=1');
  assert.equal(after!.id, before!.id);
});

test('it is read in pages, by actor, by deed and family, and by what it was done to', async () => {
  const { db } = horde.horde;
  for (let i = 1; i <= 5; i += 1)
    await recordDeed(
      db,
      {
        actorId: i % 2 ? mod.id : boss.id,
        action: i > 3 ? 'test.late' : 'test.early',
        subject: `thing:${i}`,
      },
      Date.now(),
    );
  await recordDeed(db, { actorId: null, action: 'testing' }, Date.now());
  const things = (list: Entry[]) => list.map(({ subject }) => subject);
  const first = await good('GET', '/operations/audit?action=test&limit=2', boss);
  assert.deepEqual(things(first.entries), ['thing:5', 'thing:4']);
  const second = await good('GET', `/operations/audit?action=test&limit=3&before=${first.next}`, boss);
  assert.deepEqual([things(second.entries), second.next], [['thing:3', 'thing:2', 'thing:1'], undefined]);
  assert.deepEqual(things(await entries('?action=test.early')), ['thing:3', 'thing:2', 'thing:1']);
  assert.deepEqual(things(await entries(`?action=test&actor=${boss.id}`)), ['thing:4', 'thing:2']);
  assert.deepEqual(things(await entries(`?action=test&actor=${encodeURIComponent(boss.alias)}`)), [
    'thing:4',
    'thing:2',
  ]);
  assert.deepEqual(things(await entries('?subject=thing:1')), ['thing:1']);
  const [byOperator] = await entries('?action=testing');
  assert.deepEqual([byOperator!.actor, byOperator!.subject, byOperator!.detail], [null, null, {}]);
});
