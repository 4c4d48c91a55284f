import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Route, routes } from '@openhorde/contract';
import { badBodies, type Schema } from './schema.ts';
import { ANONYMOUS, openWorld } from './world.ts';

// Every route of the table, with everything that can be wrong about a call of it. `send` itself asserts that no answer
// is a 5xx, that refusals are objects with a sentence, and that status and return code are declared.

const BODY_BYTES = 1024 * 1024;

const world = await openWorld();
after(() => world.horde.stop());
const { send, owner } = world;

const nameOf = (route: Route) => `${route.method} ${route.path}`;
const errorsOf = ({ body }: { body: unknown }) => (body as { errors?: Record<string, string> }).errors;
const rcOf = ({ body }: { body: unknown }) => (body as { rc?: string }).rc;
const checked = world.routes.filter(({ body, bodyCheck }) => body && bodyCheck !== 'parser');

test('every route of the table is open', () => {
  const closed = Object.values<Route>(routes).filter(route => !world.routes.includes(route));
  assert.deepEqual(closed.map(nameOf), []);
});

for (const route of checked) {
  test(`${nameOf(route)}: one wrong field is named, before the key is looked at`, async () => {
    for (const { path, value, why } of badBodies(route.body as Schema, world.bodyOf(route))) {
      const body = JSON.stringify(value);
      // Beyond a mebibyte the key comes first, before a body is read.
      const answer = await send(route, { body, ...(body.length > BODY_BYTES && { apikey: owner.apikey }) });
      // A text route takes no pictures, and stops to read before one is too long.
      if (body.length > (route.bodyBytesMax ?? BODY_BYTES)) {
        assert.equal(answer.status, 413);
        continue;
      }
      assert.equal(answer.status, 400, `${path} is ${why}: ${JSON.stringify(answer.body)}`);
      assert.ok(path in (errorsOf(answer) ?? {}), `${path} is ${why}: ${JSON.stringify(answer.body)}`);
    }
  });

  test(`${nameOf(route)}: a body that is no JSON is refused with a sentence alone`, async () => {
    const texts = ['{"prompt": ', '{]', 'prompt=a+cat', '\0', '{"a": 1} {"b": 2}'];
    // No body at all may count as an empty one.
    if (route.bodyCheck === 'schema') texts.push('');
    for (const body of texts) {
      const answer = await send(route, { body });
      assert.equal(answer.status, 400, JSON.stringify(body));
      assert.deepEqual(Object.keys(answer.body), ['message'], JSON.stringify(body));
    }
  });

  test(`${nameOf(route)}: another content type is refused with a sentence alone`, async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'nonsense',
    ]) {
      const answer = await send(route, { headers: { 'content-type': type } });
      assert.equal(answer.status, 400, type);
      assert.deepEqual(Object.keys(answer.body), ['message'], type);
    }
  });

  test(`${nameOf(route)}: a body beyond its size is refused`, async () => {
    const bytes = route.bodyBytesMax ?? BODY_BYTES;
    const answer = await send(route, { apikey: owner.apikey, body: ' '.repeat(bytes + 1) });
    assert.equal(answer.status, 413);
  });
}

for (const route of world.routes.filter(({ bodyCheck }) => bodyCheck === 'parser')) {
  test(`${nameOf(route)}: whatever is no object counts as no fields`, async () => {
    for (const body of ['{', '[]', '7', 'null', '']) await send(route, { apikey: owner.apikey, body });
  });
}

for (const route of world.routes.filter(({ path }) => path.includes('{'))) {
  test(`${nameOf(route)}: an id of the wrong shape is not found`, async () => {
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(match => match[1]!);
    const { apikey } = ['moderator', 'admin'].includes(route.access) ? world.moderator : owner;
    const ids = [
      'nonsense',
      '-1',
      '1e9',
      '99999999999999999999',
      "' OR 1=1 --",
      '../../x',
      '%',
      '\0',
      '💥',
      'x'.repeat(400),
    ];
    for (const id of ['00000000-0000-4000-8000-000000000000', ...ids]) {
      const params = Object.fromEntries(names.map(name => [name, id]));
      const answer = await send(route, { apikey, params });
      // A list of what matches is empty then.
      // A shared key is a credential: an unknown one is 401. A value that cannot be part of a path is 404 all the same.
      const notFound = route.path.startsWith('/v2/sharedkeys') ? [401, 404] : [404];
      if (404 in route.answers)
        assert.ok(notFound.includes(answer.status), `${id}: ${JSON.stringify(answer.body)}`);
    }
  });
}

const NEEDS_KEY: Route['access'][] = ['key', 'key-or-shared-key', 'moderator', 'admin'];

for (const route of world.routes) {
  test(`${nameOf(route)}: the key is missing, wrong, shared without being one, or anonymous`, async () => {
    const missing = await send(route);
    const wrong = await send(route, { apikey: 'nobody-has-this-key-00' });
    const noSharedKey = await send(route, { apikey: '00000000-0000-4000-8000-000000000000' });
    await send(route, { apikey: ANONYMOUS });
    await send(route, { apikey: `${'x'.repeat(5000)}` });
    if (NEEDS_KEY.includes(route.access)) {
      assert.equal(missing.status, 400);
      assert.ok('apikey' in (errorsOf(missing) ?? {}), JSON.stringify(missing.body));
    }
    if (route.access === 'key-401') assert.deepEqual([missing.status, rcOf(missing)], [401, 'InvalidAPIKey']);
    if (NEEDS_KEY.includes(route.access) || ['key-401', 'optional-key'].includes(route.access)) {
      for (const answer of [wrong, noSharedKey]) {
        assert.deepEqual([answer.status, rcOf(answer)], [401, 'InvalidAPIKey'], JSON.stringify(answer.body));
      }
    }
  });
}

for (const route of world.routes.filter(({ query }) => query)) {
  test(`${nameOf(route)}: a parameter that is no number is named`, async () => {
    for (const [name, field] of Object.entries((route.query as Schema).properties ?? {})) {
      for (const value of ['abc', '%20', '1.5e400', '%00', '9'.repeat(30)]) {
        const answer = await send(route, { apikey: owner.apikey, query: `?${name}=${value}` });
        if (field.type !== 'integer' && field.type !== 'number') continue;
        assert.equal(answer.status, 400, `${name}=${value}`);
        assert.ok(name in (errorsOf(answer) ?? {}), JSON.stringify(answer.body));
      }
    }
  });
}

for (const route of world.routes.filter(({ mask }) => mask !== false)) {
  test(`${nameOf(route)}: a field mask that cannot be read is refused`, async () => {
    const answer = await send(route, { apikey: owner.apikey, headers: { 'x-fields': 'a{b,' } });
    if (answer.status >= 400 && rcOf(answer) !== undefined) return;
    assert.equal(answer.status, 400, JSON.stringify(answer.body));
    assert.match((answer.body as { message: string }).message, /^Mask parse error/);
  });
}
