import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Route } from '@openhorde/contract';
import { HUGE_MARKS, jsonOf, NASTY_NUMBERS, NASTY_TEXTS, NASTY_VALUES, placesOf } from './nasty.ts';
import type { Schema } from './schema.ts';
import { openWorld } from './world.ts';

// Each field of each route gets each value that has broken a server before: NUL characters, halves of characters,
// numbers beyond any column, JSON too deep for a stack and too wide for a call. `send` asserts that no answer is a 5xx.

const world = await openWorld();
after(() => world.horde.stop());
const { send, owner, moderator } = world;
const nameOf = (route: Route) => `${route.method} ${route.path}`;
const keyFor = ({ access }: Route) =>
  access === 'moderator' || access === 'admin' ? moderator.apikey : owner.apikey;

for (const route of world.routes.filter(({ body }) => body)) {
  test(`${nameOf(route)}: no value is too strange for a field of the body`, async () => {
    const places = placesOf(route.body as Schema, world.bodyOf(route));
    for (const { bodyWith } of places) {
      for (const value of NASTY_VALUES)
        await send(route, { apikey: keyFor(route), body: jsonOf(bodyWith(value)) });
    }
    // The size of a body is checked before any of its fields.
    for (const value of [...NASTY_VALUES, ...HUGE_MARKS]) {
      await send(route, { apikey: keyFor(route), body: jsonOf(value) });
      await send(route, { apikey: keyFor(route), body: jsonOf(places[0]!.bodyWith(value)) });
      await send(route, {
        apikey: keyFor(route),
        body: jsonOf({ ...world.bodyOf(route), unknown: value }),
      });
    }
  });
}

const asText = [...NASTY_TEXTS, ...NASTY_NUMBERS.map(String), '9'.repeat(40), '-1', 'x'.repeat(3000)];

for (const route of world.routes.filter(({ query }) => query)) {
  test(`${nameOf(route)}: no value is too strange for a field of the query`, async () => {
    for (const name of Object.keys((route.query as Schema).properties ?? {})) {
      for (const text of asText) {
        const query = `?${name}=${encodeURIComponent(text.toWellFormed())}`;
        await send(route, { apikey: moderator.apikey, query });
        await send(route, { apikey: owner.apikey, query: `${query}&${name}=1` });
      }
      await send(route, { apikey: moderator.apikey, query: `?${name}=%ED%A0%80` });
    }
  });
}

for (const route of world.routes.filter(({ path }) => path.includes('{'))) {
  test(`${nameOf(route)}: no value is too strange for a part of the path`, async () => {
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(match => match[1]!);
    for (const name of names) {
      for (const text of asText)
        await send(route, { apikey: keyFor(route), params: { [name]: text.toWellFormed() } });
    }
  });
}

test('there are fields of all kinds', () => {
  const async = world.routes.find(({ path }) => path === '/v2/generate/async')!;
  const paths = placesOf(async.body as Schema, {}).map(({ path }) => path);
  for (const path of ['prompt', 'params.loras.name', 'models[]', 'extra_source_images.image'])
    assert.ok(paths.includes(path), path);
});
