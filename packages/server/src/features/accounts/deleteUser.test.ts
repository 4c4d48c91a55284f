import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestHorde, type TestUser } from '@openhorde/testkit';

const horde = await startTestHorde();
test.after(() => horde.stop());
const { db } = horde.horde;
const mod = await horde.user({ username: 'mod', moderator: true });

const remove = async (by: { apikey: string } | undefined, { id }: { id: number }) => {
  const { status, body } = await horde.call('DELETE', `/users/${id}`, by ? { apikey: by.apikey } : {});
  return [status, (body as { rc?: string }).rc];
};
const look = async ({ id }: { id: number }, by?: { apikey: string }) =>
  horde.call('GET', `/users/${id}`, by ? { apikey: by.apikey } : {});

/** As if nothing had been heard of an account for so long. */
async function leaveAlone({ id }: TestUser, days: number): Promise<void> {
  await horde.features.people.lastSeen.flush();
  await db.query('UPDATE users SET last_active_at = $2 WHERE id = $1', [
    id,
    new Date(Date.now() - days * 86_400_000),
  ]);
}

test('who may delete whom', async () => {
  const ada = await horde.user();
  const stranger = await horde.user({ trusted: true });
  assert.deepEqual(await remove(undefined, ada), [401, 'InvalidAPIKey']);
  assert.deepEqual(await remove({ apikey: 'nobody' }, ada), [401, 'InvalidAPIKey']);
  assert.deepEqual(await remove({ apikey: '0000000000' }, ada), [403, 'AnonForbiddenUser']);
  assert.deepEqual(await remove(stranger, ada), [403, 'NotUserOrMod']);
  assert.deepEqual(await remove(mod, mod), [403, 'CannotDeleteMod']);
  const root = await horde.user();
  await horde.features.accounts.setRoles(root.id, { admin: true });
  assert.deepEqual(await remove(mod, root), [403, 'CannotDeleteMod']);
  assert.deepEqual(await remove(mod, { id: 2_147_483_000 }), [404, 'UserNotFound']);
  assert.deepEqual(await remove(mod, { id: 0 }), [200, undefined]);
  assert.equal(((await look({ id: 0 })).body as { deleted: boolean }).deleted, false);
  assert.deepEqual(await remove(ada, ada), [200, undefined]);
});

test('a deleted account may be brought back, by itself or a moderator', async () => {
  const bo = await horde.user();
  const undelete = (by: TestUser) =>
    horde.call('PUT', `/users/${bo.id}`, { apikey: by.apikey, body: { undelete: true } });
  await remove(bo, bo);
  assert.deepEqual((await undelete(bo)).body, { undeleted: true });
  await remove(mod, bo);
  assert.deepEqual((await undelete(mod)).body, { undeleted: true });
  assert.equal(((await undelete(mod)).body as { rc: string }).rc, 'UserNotDeleted');
});

test('a second deletion wipes an account that was left alone for a month, for good', async () => {
  const cy = await horde.user({ username: 'Cy', kudos: 500 });
  await horde.call('PUT', `/users/${cy.id}`, { apikey: cy.apikey, body: { contact: 'cy at the harbour' } });
  const made = await horde.call('PUT', '/sharedkeys', { apikey: cy.apikey, body: {} });
  const { id: sharedKey } = made.body as { id: string };
  await horde.call('POST', '/generate/pop', {
    apikey: cy.apikey,
    body: { name: 'Worker of Cy', models: ['emoji-64'], bridge_agent: 'AI Horde Worker reGen:13.0.0:x' },
  });
  await remove(cy, cy);
  assert.deepEqual(await remove(mod, cy), [403, 'CannotWipeActiveUser']);
  await leaveAlone(cy, 29);
  assert.deepEqual(await remove(cy, cy), [403, 'CannotWipeActiveUser']);
  await leaveAlone(cy, 31);
  assert.deepEqual(await remove(cy, cy), [200, undefined]);

  assert.equal((await look(cy, mod)).status, 404);
  assert.equal((await horde.call('GET', '/find_user', { apikey: cy.apikey })).status, 404);
  assert.equal((await horde.call('GET', `/sharedkeys/${sharedKey}`)).status, 401);
  assert.equal((await horde.call('GET', '/workers/name/Worker%20of%20Cy')).status, 404);
  const body = { username: `#${cy.id}`, amount: 1 };
  const sent = await horde.call('POST', '/kudos/transfer', { apikey: mod.apikey, body });
  assert.equal((sent.body as { rc: string }).rc, 'InvalidTargetUsername');
  const { rows } = await db.query(
    'SELECT username, oauth_id, contact, proxy_passkey, admin_comment FROM users WHERE id = $1',
    [cy.id],
  );
  assert.deepEqual(rows, [
    {
      username: '<wiped>',
      oauth_id: `<wiped>:${cy.id}`,
      contact: '<wiped>',
      proxy_passkey: null,
      admin_comment: null,
    },
  ]);
  assert.deepEqual(await remove(mod, cy), [404, 'UserNotFound'], 'there is nothing left to delete');
});

test('several accounts may be wiped, and they are on no list', async () => {
  const people = [await horde.user({ kudos: 90_000 }), await horde.user({ kudos: 90_001 })];
  for (const person of people) {
    await remove(mod, person);
    await leaveAlone(person, 40);
    assert.deepEqual(await remove(mod, person), [200, undefined]);
  }
  const { body } = await horde.call('GET', '/users');
  const listed = (body as { id: number }[]).map(({ id }) => id);
  for (const { id } of people) assert.ok(!listed.includes(id));
});

test('an account whose worker still has jobs is active, whatever the calendar says', async () => {
  const di = await horde.user();
  const buyer = await horde.user({ kudos: 1000 });
  const pop = {
    apikey: di.apikey,
    body: { name: 'Worker of Di', models: ['emoji-64'], bridge_agent: 'AI Horde Worker reGen:13.0.0:x' },
  };
  await horde.call('POST', '/generate/pop', pop);
  const body = { prompt: 'x', models: ['emoji-64'], params: { width: 64, height: 64 } };
  await horde.call('POST', '/generate/async', { apikey: buyer.apikey, body });
  await horde.call('POST', '/generate/pop', pop);
  await remove(di, di);
  await leaveAlone(di, 40);
  assert.deepEqual(await remove(di, di), [403, 'CannotWipeActiveUser']);
  assert.equal((await look(di)).status, 200, 'nothing of it is gone');
});

test('what an account does keeps it active: asking, and having its worker used', async () => {
  const ed = await horde.user({ kudos: 1000 });
  await leaveAlone(ed, 40);
  const body = { prompt: 'x', models: ['emoji-64'], params: { width: 64, height: 64 } };
  await horde.call('POST', '/generate/async', { apikey: ed.apikey, body });
  await horde.features.people.lastSeen.flush();
  const { rows } = await db.query<{ days: number }>(
    'SELECT extract(epoch FROM now() - last_active_at)::float8 / 86400 AS days FROM users WHERE id = $1',
    [ed.id],
  );
  assert.ok(rows[0]!.days < 1);
});
