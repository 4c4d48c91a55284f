import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Route } from '@openhorde/contract';
import type { Schema } from './schema.ts';
import { ANONYMOUS, openWorld } from './world.ts';

// Things of other users: what a stranger, the anonymous user and a caller without a key can do with their ids.

const world = await openWorld();
after(() => world.horde.stop());
const { horde, send, owner, stranger, routes } = world;

const nameOf = (route: Route) => `${route.method} ${route.path}`;
const rcOf = ({ body }: { body: unknown }) => (body as { rc?: string }).rc;

/** Refusals of a known caller who may not do it. */
const NOT_YOURS = [
  'NotOwner',
  'NotModerator',
  'NotAdmin',
  'NotPrivileged',
  'WrongCredentials',
  'AnonForbiddenWorker',
  'AnonForbiddenUser',
  'AnonForbiddenUserMod',
  'AnonForbidden',
  'StylesAnonForbidden',
  'NotUserOrMod',
  'Forbidden',
  'MessagesOnlyOwnWorkers',
];

/** Routes that do not even say whether there is such a thing. */
const SECRET = ['/v2/keys/{key_id}'];

/** Routes that show or change what belongs to an account, named by an id in the path, or by a job or a worker in the body. */
const guarded = routes.filter(
  ({ access, path, body, tag }) =>
    // Images are everybody's to rate.
    !(tag === 'Ratings' && access === 'key') &&
    !['public', 'lenient-key', 'optional-key', 'loopback'].includes(access) &&
    (path.includes('{') ||
      ['id', 'worker_id'].some(name => name in ((body as Schema | undefined)?.properties ?? {}))),
);

for (const route of guarded) {
  test(`${nameOf(route)}: a thing of another user is refused, and stays as it is`, async () => {
    for (const { apikey } of [stranger, { apikey: ANONYMOUS }]) {
      const answer = await send(route, { apikey });
      if (SECRET.includes(route.path) && answer.status === 404) continue;
      assert.equal(answer.status, 403, JSON.stringify(answer.body));
      assert.ok(NOT_YOURS.includes(rcOf(answer) ?? ''), JSON.stringify(answer.body));
    }
  });
}

test('there are such routes', () => {
  const names = guarded.map(nameOf);
  for (const name of [
    'POST /v2/generate/submit',
    'PUT /v2/workers/{worker_id}',
    'DELETE /v2/workers/{worker_id}',
    'POST /v2/workers/messages',
    'GET /v2/users/{user_id}/ledger',
    'GET /v2/sharedkeys/{sharedkey_id}/uses',
    'GET /v2/operations/ipaddr/{ipaddr}',
  ]) {
    assert.ok(names.includes(name), name);
  }
});

test('a stranger sees the public fields of an account and a worker, and their owner more', async () => {
  for (const path of [`/users/${owner.id}`, `/workers/name/${encodeURIComponent("the owner's dreamer")}`]) {
    const keysFor = async (apikey?: string) =>
      Object.keys((await horde.call('GET', path, apikey === undefined ? {} : { apikey })).body).sort();
    const publicKeys = await keysFor();
    assert.deepEqual(await keysFor(stranger.apikey), publicKeys, path);
    const ownKeys = await keysFor(owner.apikey);
    assert.deepEqual(
      ownKeys.filter(key => !publicKeys.includes(key)).length > 0,
      path.startsWith('/users'),
      path,
    );
  }
});

test('the jobs that strangers tried to hand in are handed in by their worker', async () => {
  const submits = guarded.filter(({ path }) => path.endsWith('/submit'));
  assert.ok(submits.length > 0);
  for (const route of submits) {
    const answer = await send(route, { apikey: owner.apikey });
    assert.equal(answer.status, 200, `${nameOf(route)}: ${JSON.stringify(answer.body)}`);
  }
});

test('a list that is asked for by the id of another user shows nothing of theirs', async () => {
  const { status, body } = await horde.call('GET', `/workers/messages?user_id=${owner.id}`, {
    apikey: stranger.apikey,
  });
  assert.deepEqual([status, (body as { rc?: string }).rc], [403, 'Forbidden']);
  const named = (await horde.call('GET', `/workers/name/${encodeURIComponent("the owner's dreamer")}`))
    .body as {
    id: string;
  };
  for (const query of [`worker_id=${named.id}`, 'validity=all']) {
    const listed = await horde.call('GET', `/workers/messages?${query}`, { apikey: stranger.apikey });
    assert.deepEqual([listed.status, listed.body], [200, []], query);
  }
});
