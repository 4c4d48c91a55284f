import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { guardedHorde, MODEL } from '../moderation/guardedHorde.fixture.ts';

const stage = await guardedHorde();
const { horde, alice, owner, mod, boss, call, good, ask, pop, submit } = stage;
after(() => stage.stop());

const set = (user: typeof mod, body: object) => call('PUT', '/status/modes', user, body);
const check = (id: string) => good('GET', `/generate/check/${id}`);

test('each mode asks for its own privilege, and a call that is refused changes none', async () => {
  const rc = async (user: typeof mod, body: object) => (await set(user, body)).body.rc;
  assert.equal(await rc(mod, { invite_only_mode: true, maintenance_mode: true }), 'NotAdmin');
  assert.equal(await rc(alice, { invite_only_mode: true }), 'NotModerator');
  assert.equal(await rc(mod, { raid_mode: null }), 'NoHordeModSelected');
  assert.deepEqual(await good('GET', '/status/modes', mod), {
    maintenance_mode: false,
    invite_only_mode: false,
    raid_mode: false,
  });
});

test('any value counts for its truth, and what changed is answered and on record', async () => {
  assert.deepEqual((await set(mod, { invite_only_mode: 'off', raid_mode: 0 })).body, {
    invite_only_mode: true,
    raid_mode: false,
  });
  const { entries } = await good('GET', '/operations/audit?action=modes', mod);
  assert.deepEqual(
    [entries[0].actor, entries[0].subject, entries[0].detail],
    [mod.alias, null, { inviteOnly: true, raid: false }],
  );
  await set(mod, { invite_only_mode: false });
});

test('entering maintenance takes out of the queue what nobody has begun, of images and texts', async () => {
  const asked = async (path: string, body: object) => (await good('POST', path, alice, body)).id as string;
  const image = (n: number, extra = {}) =>
    asked('/generate/async', {
      prompt: 'a boat',
      models: [MODEL],
      params: { width: 64, height: 64, n },
      ...extra,
    });
  const begun = await image(3);
  const { ids } = (await pop(owner, { amount: 1 })).body;
  const waiting = await image(2);
  const costly = await image(1, { slow_workers: false });
  const text = await asked('/generate/text/async', { prompt: 'Hi', models: ['aphrodite/x'] });
  const held = () => horde.horde.db.query('SELECT 1 FROM kudos_holds WHERE released_at IS NULL');
  assert.equal((await held()).rows.length, 1);

  assert.deepEqual((await set(boss, { maintenance_mode: true })).body, { maintenance_mode: true });
  const states = await Promise.all([begun, waiting, costly].map(check));
  assert.deepEqual(
    states.map(({ waiting: left, processing, done, faulted }) => [left, processing, done, faulted]),
    [
      [0, 1, false, false],
      [0, 0, true, false],
      [0, 0, true, false],
    ],
  );
  assert.equal((await good('GET', `/generate/text/status/${text}`)).done, true);
  assert.equal((await held()).rows.length, 0, 'nothing is held for what nobody will make');
  const refused = await ask(alice, 'a boat');
  assert.deepEqual([refused.status, refused.body.rc], [400, 'MaintenanceMode']);
  assert.equal((await pop(owner)).body.id, null);

  assert.equal((await submit(owner, ids[0])).status, 200, 'what was begun is taken and paid');
  assert.deepEqual((({ finished, done }) => [finished, done])(await check(begun)), [1, true]);
  await set(boss, { maintenance_mode: false });
  assert.equal((await ask(alice, 'a boat')).status, 202);
});
