import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { KEY_SCOPES, type KeyScope, type Route } from '@openhorde/contract';
import type { TestAnswer, TestUser } from '../testHorde.ts';
import { ANONYMOUS, openWorld } from './world.ts';

// Recognisable secrets in every place that holds any; then every route is called by everybody, and every page opened. Each
// secret shows where it is said below, and nowhere else.

const SERVER_SECRET = 'a secret of the server that nobody is told';
const world = await openWorld({ SERVER_SECRET });
after(() => world.horde.stop());
const { horde, send, owner, stranger, moderator } = world;
const { accounts } = horde.features;
const { db } = horde.horde;

type Viewer = 'owner' | 'stranger' | 'moderator' | 'administrator';
interface Caller {
  viewer: Viewer | 'nobody' | 'anonymous';
  scope: KeyScope;
  apikey: string | undefined;
}

const administrator = await horde.user({ username: 'administrator', moderator: true });
await accounts.setRoles(administrator.id, { admin: true });
for (const { id } of [owner, moderator]) await accounts.setRoles(id, { service: true });

async function narrowKey(user: TestUser, scope: KeyScope): Promise<string> {
  const { body } = await horde.call('POST', '/keys', { apikey: user.apikey, body: { scope } });
  return (body as { key: string }).key;
}

const callers: Caller[] = [
  { viewer: 'nobody', scope: 'all', apikey: undefined },
  { viewer: 'anonymous', scope: 'all', apikey: ANONYMOUS },
];
const users: Record<Viewer, TestUser> = { owner, stranger, moderator, administrator };
for (const [viewer, user] of Object.entries(users) as [Viewer, TestUser][]) {
  for (const scope of KEY_SCOPES)
    callers.push({ viewer, scope, apikey: scope === 'all' ? user.apikey : await narrowKey(user, scope) });
}

async function made(
  method: string,
  path: string,
  body: object,
  headers = {},
): Promise<Record<string, string>> {
  const answer = await horde.call(method, path, { apikey: owner.apikey, body, headers });
  assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
const own = `/users/${owner.id}`;
const FROM = { 'x-forwarded-for': '203.0.113.77' };
const CONTACT = 'owner-of-secrets@example.com';
await made('PUT', own, { contact: CONTACT });
const { proxy_passkey: passkey } = await made('PUT', own, { generate_proxy_passkey: true });
const { secret: webhookSecret } = await made('PUT', '/webhooks/secret', {});
const sharedKey = (await made('PUT', '/sharedkeys', { kudos: 777, name: 'for a secret friend' })).id!;
const work = { prompt: 'a prompt that is a secret', models: ['Deliberate'], params: { n: 1, steps: 5 } };
const webhook = 'https://example.com/hook/secret-path';
const pop = {
  name: "the owner's dreamer",
  models: ['Deliberate'],
  bridge_agent: 'AI Horde Worker reGen:10.0.0:test',
};
await made('POST', '/generate/pop', pop, { 'x-forwarded-for': '203.0.113.88' });
// After the pop, so that it waits.
const { id: requestId } = await made('POST', '/generate/async', { ...work, webhook }, FROM);
await accounts.change({ userId: owner.id, set: { admin_comment: 'a note of the moderators' } });
const { rows: hidden } = await db.query<{ oauth_id: string; key_hash: string }>(
  'SELECT u.oauth_id, k.key_hash FROM users u JOIN api_keys k ON k.user_id = u.id WHERE u.id = $1',
  [owner.id],
);
await db.query(
  `INSERT INTO refused_prompts (user_id, ip, prompt, created_at) VALUES ($1, '203.0.113.99', 'a prompt that was refused', now())`,
  [owner.id],
);

interface Secret {
  value: string;
  /** The callers who may be shown it: route below /api/v2 -> viewers. Absent: no caller, on no route. */
  shown?: Record<string, readonly Viewer[]>;
  /** With narrow keys of the same people, too. */
  narrow?: true;
}

const ACCOUNT = ['/find_user', '/users/{user_id}'];
const WORKER = ['/workers', '/workers/{worker_id}', '/workers/name/{worker_name}'];
const MODERATORS: readonly Viewer[] = ['moderator', 'administrator'];
const places = (paths: readonly string[], viewers: readonly Viewer[]) =>
  Object.fromEntries(paths.map(path => [`GET ${path}`, viewers]));

const SECRETS: Record<string, Secret> = {
  'the main key': { value: owner.apikey },
  'the hash of a key': { value: hidden[0]!.key_hash },
  'how an account signs in': { value: hidden[0]!.oauth_id },
  'the passkey of a service': { value: passkey! },
  'the secret of webhooks': { value: webhookSecret! },
  'where webhooks go': { value: 'secret-path' },
  'the secret of the server': { value: SERVER_SECRET },
  'a prompt': { value: work.prompt },
  'the address of a requester': { value: '203.0.113.77' },
  'a token for the first administrator': { value: 'first-administrator/' },
  'a shared key': { value: sharedKey, shown: places(ACCOUNT, ['owner']) },
  'a request': {
    value: requestId!,
    shown: {
      'GET /find_user': ['owner'],
      'GET /users/{user_id}': ['owner', ...MODERATORS],
      'GET /users/{user_id}/ledger': ['owner', ...MODERATORS],
    },
    narrow: true,
  },
  'how to reach somebody': {
    value: CONTACT,
    shown: {
      'GET /find_user': ['owner'],
      'GET /users/{user_id}': ['owner', ...MODERATORS],
      ...places(WORKER, MODERATORS),
    },
    narrow: true,
  },
  'a note of the moderators': {
    value: 'a note of the moderators',
    shown: places(['/users/{user_id}'], MODERATORS),
  },
  'the address of a worker': { value: '203.0.113.88', shown: places(WORKER, MODERATORS) },
  'a refused prompt': {
    value: 'a prompt that was refused',
    shown: places(['/operations/prompts'], MODERATORS),
  },
  'the address of a refused prompt': {
    value: '203.0.113.99',
    shown: places(['/operations/prompts'], MODERATORS),
  },
};

/** Secrets that the wrong caller was shown, as sentences; secrets that the right caller was shown are noted. */
const seen = new Set<string>();
function leaks(where: string, caller: Caller, answer: TestAnswer, named: readonly string[] = []): string[] {
  const text = JSON.stringify(answer.body) + JSON.stringify([...answer.headers]);
  return Object.entries(SECRETS).flatMap(([name, { value, shown = {}, narrow }]) => {
    // A value that the caller has sent may come back.
    if (!text.includes(value) || named.includes(value)) return [];
    const isMeant = (shown[where] as readonly string[] | undefined)?.includes(caller.viewer) ?? false;
    const isPower = caller.viewer !== 'owner';
    if (!isMeant || (caller.scope !== 'all' && (isPower || !narrow)))
      return [`${where} shows ${caller.viewer} (key of scope ${caller.scope}) ${name}`];
    seen.add(`${name}: ${where} to ${caller.viewer}`);
    return [];
  });
}

const nameOf = ({ method, path }: Route) => `${method} ${path.replace(/^\/v2/, '')}`;
/** Field masks leave out, and let in nothing. */
const MASKS = [undefined, '*', 'contact,ipaddr,sharedkey_ids,proxy_passkey,admin_comment,active_generations'];

const looks = world.routes.filter(({ method }) => method === 'GET');
for (const route of looks) {
  test(`${nameOf(route)} shows each secret to those it is meant for`, async () => {
    const found: string[] = [];
    for (const caller of callers) {
      for (const mask of route.mask === false ? [undefined] : MASKS) {
        const answer = await send(route, {
          ...(caller.apikey !== undefined && { apikey: caller.apikey }),
          ...(mask !== undefined && { headers: { 'x-fields': mask } }),
        });
        found.push(...leaks(nameOf(route), caller, answer, Object.values(world.paramsOf(route))));
      }
    }
    assert.deepEqual([...new Set(found)], []);
  });
}

test('each secret is shown to those it is meant for', () => {
  const meant = Object.entries(SECRETS).flatMap(([name, { shown = {} }]) =>
    Object.entries(shown).flatMap(([where, viewers]) =>
      viewers.map(viewer => `${name}: ${where} to ${viewer}`),
    ),
  );
  assert.deepEqual([...seen].sort(), meant.sort());
});

test('no page shows any of them', async () => {
  for (const page of [
    '/',
    '/about',
    '/terms',
    '/privacy',
    '/register',
    '/transfer',
    '/metrics',
    '/api/',
    '/api/swagger.json',
  ]) {
    const answer = await fetch(`${horde.url}${page}`, { redirect: 'manual' });
    const text = await answer.text();
    for (const [name, { value }] of Object.entries(SECRETS))
      assert.ok(!text.includes(value), `${page} shows ${name}`);
  }
});

// Last, since moderators change what they call: a refusal, or an answer to a deed, tells no more than looking does.
for (const route of world.routes.filter(({ method }) => method !== 'GET')) {
  test(`${nameOf(route)} tells strangers and moderators no secret`, async () => {
    for (const caller of callers.filter(({ viewer, scope }) => viewer !== 'owner' && scope === 'all')) {
      const answer = await send(route, { ...(caller.apikey !== undefined && { apikey: caller.apikey }) });
      assert.deepEqual(leaks(nameOf(route), caller, answer, Object.values(world.paramsOf(route))), []);
    }
  });
}
