import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { covers, KEY_SCOPES, type KeyScope, type Route } from '@openhorde/contract';
import type { TestAnswer, TestUser } from '../testHorde.ts';
import { openWorld } from './world.ts';

// Every route that looks at a key, with a key of each scope, of its owner, of a stranger, of a moderator and of an
// administrator. What a route declares is what happens: a scope that it is not for is refused; a narrow key opens its own
// account's things and no others, whatever the account may do with a key for everything.

const world = await openWorld();
after(() => world.horde.stop());
const { horde, send, owner, stranger, moderator } = world;
const administrator = await horde.user({ username: 'administrator', kudos: 1_000_000, moderator: true });
await horde.features.accounts.setRoles(administrator.id, { admin: true });

const NARROW = KEY_SCOPES.filter(scope => scope !== 'all');
const callers = { owner, stranger, moderator, administrator };
type Caller = keyof typeof callers;

const nameOf = (route: Route) => `${route.method} ${route.path}`;
const rcOf = ({ body }: TestAnswer) => (body as { rc?: string } | null)?.rc;
/** What an answer comes to, without what differs between two calls anyhow. */
const outcomeOf = (answer: TestAnswer) => `${answer.status} ${rcOf(answer) ?? ''}`;

const keyOf = async ({ apikey }: TestUser, scope: KeyScope) => {
  const { status, body } = await horde.call('POST', '/keys', { apikey, body: { scope } });
  assert.equal(status, 201, JSON.stringify(body));
  return (body as { key: string }).key;
};
const keys = {} as Record<Caller, Record<KeyScope, string>>;
for (const name of Object.keys(callers) as Caller[]) {
  keys[name] = {} as Record<KeyScope, string>;
  for (const scope of KEY_SCOPES) keys[name][scope] = await keyOf(callers[name], scope);
}

const guarded = world.routes.filter(({ scope }) => scope !== undefined);
/** Routes that only an owner may call are called last: after them there is nothing left to try on. */
const isOwners = (route: Route) => route.method !== 'GET' && route.path.includes('{');
const ordered = [...guarded.filter(route => !isOwners(route)), ...guarded.filter(isOwners)];

for (const route of ordered) {
  test(`${nameOf(route)}: a key of another scope is refused with what it is for, whatever its account`, async () => {
    for (const scope of NARROW.filter(scope => !covers(scope, route.scope!))) {
      for (const name of Object.keys(callers) as Caller[]) {
        const answer = await send(route, { apikey: keys[name][scope] });
        // Some routes look up the thing in the path before the key; here it exists, so they look at the key, too.
        assert.equal(
          outcomeOf(answer),
          '403 KeyScopeInsufficient',
          `${name}, ${scope}: ${JSON.stringify(answer.body)}`,
        );
      }
    }
  });
}

for (const route of ordered) {
  test(`${nameOf(route)}: a narrow key of moderators and administrators is worth that of a stranger`, async () => {
    for (const scope of NARROW.filter(scope => covers(scope, route.scope!))) {
      const answered = await send(route, { apikey: keys.stranger[scope] });
      for (const name of ['moderator', 'administrator'] as const) {
        const answer = await send(route, { apikey: keys[name][scope] });
        assert.equal(
          outcomeOf(answer),
          outcomeOf(answered),
          `${name}, ${scope}: ${JSON.stringify(answer.body)}`,
        );
        if (route.method !== 'GET' || answer.status !== 200) continue;
        const fields = fieldsOf(answer.body);
        assert.deepEqual(fields, fieldsOf(answered.body), `${name}, ${scope}: the same fields`);
      }
    }
  });
}

/** Routes for any key that refuse all but those with a role, in part or as a whole; the role is asked for by the use case. */
const FOR_ROLES: Record<string, 'moderator' | 'admin'> = {
  'GET /v2/status/modes': 'moderator',
  'GET /v2/teams/{team_id}': 'moderator',
  'POST /v2/filters': 'moderator',
  'PUT /v2/status/modes': 'admin',
};

for (const [name, role] of Object.entries(FOR_ROLES)) {
  test(`${name}: is opened by the role with a key for everything`, async () => {
    const route = guarded.find(other => nameOf(other) === name)!;
    const body = { maintenance_mode: false, prompt: 'a cat' };
    const caller = role === 'admin' ? keys.administrator : keys.moderator;
    const answer = await send(route, { apikey: caller.all, ...(route.body && { body }) });
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
  });
}

for (const route of ordered) {
  test(`${nameOf(route)}: a key of the right scope gets as far as one for everything`, async () => {
    const refusals = ['KeyScopeInsufficient', 'NotModerator', 'NotAdmin'];
    for (const scope of KEY_SCOPES.filter(scope => covers(scope, route.scope!))) {
      const names =
        route.access === 'moderator' ? (['moderator', 'administrator'] as const) : (['owner'] as const);
      for (const name of names) {
        const answer = await send(route, { apikey: keys[name][scope] });
        if (FOR_ROLES[nameOf(route)]) continue;
        assert.ok(
          !refusals.includes(rcOf(answer) ?? ''),
          `${name}, ${scope}: ${JSON.stringify(answer.body)}`,
        );
      }
    }
  });
}

test('there are routes of every scope', () => {
  for (const scope of KEY_SCOPES)
    assert.ok(
      guarded.some(route => route.scope === scope),
      scope,
    );
});

/** The names of all fields of an answer, at every depth; of lists, those of any entry. */
function fieldsOf(body: unknown, path = ''): string[] {
  const found = new Set<string>();
  const walk = (value: unknown, at: string): void => {
    if (Array.isArray(value)) for (const entry of value) walk(entry, `${at}[]`);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        if (inner === null) continue;
        found.add(`${at}.${key}`);
        walk(inner, `${at}.${key}`);
      }
  };
  walk(body, path);
  return [...found].sort();
}
