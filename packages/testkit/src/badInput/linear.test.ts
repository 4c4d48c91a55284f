import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { definitionOf, type Route } from '@openhorde/contract';
import { ADVERSARIAL_SHAPES, assertLinear } from '../linear.ts';
import { type Place, placesOf } from './nasty.ts';
import type { Schema } from './schema.ts';
import { openWorld } from './world.ts';

// Every text that any route takes, at its bound, in every shape that is slow somewhere: the work grows with its length
// and no faster. Pictures and texts of megabytes are sent with a hundred thousand characters, which is where work in
// the square of them would take minutes; the functions that see all of them are tried at their whole length beside them.

const SIZE_MAX = 100_000;
/** What addresses and headers have room for. */
const HEADER_SIZE_MAX = 8000;

const world = await openWorld();
after(() => world.horde.stop());
const { send, owner, moderator } = world;
const nameOf = (route: Route) => `${route.method} ${route.path}`;
const keyFor = ({ access }: Route) =>
  access === 'moderator' || access === 'admin' ? moderator.apikey : owner.apikey;

// Without filters no prompt is looked at.
for (const [type, regex] of [
  [10, '\\b(young|small)\\w*\\b'],
  [11, 'child.*play'],
  [20, '(nak|nud)ed?.{0,20}pic'],
] as const) {
  const body = { filter_type: type, regex };
  const { status } = await world.horde.call('PUT', '/filters', { apikey: moderator.apikey, body });
  assert.equal(status, 200);
}

/** A field that takes text; in free content, a value of a key. */
interface TextPlace extends Place {
  maxLength: number;
}

function textsOf(route: Route): TextPlace[] {
  const { properties } = route.body!;
  const right = {
    ...world.bodyOf(route),
    // A dry run is looked at like any other request, and fills no queue.
    ...('dry_run' in properties && { dry_run: true }),
    // Filters of this type are checked and kept like others, but prompts are not looked through for them.
    ...('regex' in properties && { filter_type: 29 }),
  };
  return placesOf(route.body as Schema, right).flatMap(place => {
    const { field, bodyWith } = place;
    if (definitionOf(field as never)?.open)
      return [{ ...place, bodyWith: text => bodyWith({ text }), maxLength: SIZE_MAX }];
    if (field.type !== 'string' || field.enum) return [];
    return [{ ...place, maxLength: field.maxLength ?? SIZE_MAX }];
  });
}

for (const route of world.routes.filter(({ body }) => body)) {
  test(`${nameOf(route)}: no text of the body takes more time than it is long`, async () => {
    for (const { path, maxLength, bodyWith } of textsOf(route)) {
      const size = Math.min(maxLength, SIZE_MAX);
      for (const [shape, make] of Object.entries(ADVERSARIAL_SHAPES)) {
        const work = (length: number) =>
          send(route, { apikey: keyFor(route), body: JSON.stringify(bodyWith(make(length))) });
        await assertLinear(`${path} of ${shape}`, work, { size });
      }
    }
  });
}

for (const route of world.routes.filter(({ query }) => query)) {
  test(`${nameOf(route)}: no text of the query takes more time than it is long`, async () => {
    for (const [name, field] of Object.entries((route.query as Schema).properties ?? {})) {
      const { type, maxLength = SIZE_MAX } = field;
      if (type !== 'string' || field.enum) continue;
      for (const [shape, make] of Object.entries(ADVERSARIAL_SHAPES)) {
        const work = (length: number) => {
          const query = `?${name}=${encodeURIComponent(make(length)).slice(0, HEADER_SIZE_MAX)}`;
          return send(route, { apikey: moderator.apikey, query: query.replace(/%[^%]?$/, '') });
        };
        await assertLinear(`${name} of ${shape}`, work, { size: Math.min(maxLength, HEADER_SIZE_MAX) });
      }
    }
  });
}

for (const route of world.routes.filter(({ path }) => path.includes('{'))) {
  test(`${nameOf(route)}: no text of the path takes more time than it is long`, async () => {
    for (const [name, field] of Object.entries((route.params as unknown as Schema).properties ?? {})) {
      for (const [shape, make] of Object.entries(ADVERSARIAL_SHAPES)) {
        const work = (length: number) =>
          send(route, { apikey: keyFor(route), params: { [name]: make(length) } });
        await assertLinear(`${name} of ${shape}`, work, { size: field.maxLength! });
      }
    }
  });
}

test('no header takes more time than it is long', async () => {
  const asked = world.routes.filter(({ path }) =>
    ['/v2/generate/pop', '/v2/generate/check/{id}', '/v2/kudos/transfer'].includes(path),
  );
  const headers = ['apikey', 'client-agent', 'x-fields', 'prefer', 'idempotency-key', 'x-forwarded-for'];
  for (const route of asked) {
    for (const header of [...headers, 'proxied-for', 'content-type', 'cookie', 'accept-encoding']) {
      for (const [shape, make] of Object.entries(ADVERSARIAL_SHAPES)) {
        const work = (length: number) => {
          const value = make(length).replaceAll(/[^\x20-\x7e]/g, '~');
          return send(route, { apikey: owner.apikey, headers: { [header]: value } });
        };
        await assertLinear(`${header} of ${shape}`, work, { size: HEADER_SIZE_MAX });
      }
    }
  }
});
