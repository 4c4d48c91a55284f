import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Route } from '@openhorde/contract';
import fc from 'fast-check';
import { bodiesOf, textsOfAnyKind } from './arbitrary.ts';
import { jsonOf } from './nasty.ts';
import type { Schema } from './schema.ts';
import { ANONYMOUS, openWorld } from './world.ts';

// Random bodies. `send` asserts that no answer is a 5xx, that refusals are objects with a sentence, and that status
// and return code are declared. FUZZ_RUNS and FUZZ_SEED make it look further than CI does.

const RUNS = { numRuns: Number(process.env.FUZZ_RUNS ?? 60), seed: Number(process.env.FUZZ_SEED ?? 1) };

const world = await openWorld();
after(() => world.horde.stop());
const { send, owner, moderator } = world;
const nameOf = (route: Route) => `${route.method} ${route.path}`;
const keys = fc.constantFrom(owner.apikey, moderator.apikey, ANONYMOUS);

for (const route of world.routes.filter(({ body }) => body)) {
  test(`${nameOf(route)}: no body is too strange`, async () => {
    const fields = Object.entries(world.bodyOf(route));
    const bodies = bodiesOf(route.body as Schema);
    // Half of the time with what it takes to get beyond the first checks.
    await fc.assert(
      fc.asyncProperty(bodies, keys, fc.boolean(), async (body, apikey, fit) => {
        const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
        const sent = fit && isObject ? { ...body, ...Object.fromEntries(fields) } : body;
        await send(route, { apikey, body: jsonOf(sent) });
      }),
      RUNS,
    );
  });
}

for (const route of world.routes.filter(({ query, path }) => query || path.includes('{'))) {
  test(`${nameOf(route)}: no query and no path is too strange`, async () => {
    const fields = Object.keys((route.query as Schema | undefined)?.properties ?? {});
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(match => match[1]!);
    const texts = textsOfAnyKind.map(text => text.toWellFormed());
    const anyOf = (keys: string[]) => fc.record(Object.fromEntries(keys.map(name => [name, texts])));
    await fc.assert(
      fc.asyncProperty(anyOf(fields), anyOf(names), keys, async (query, params, apikey) => {
        await send(route, { apikey, params, query: `?${new URLSearchParams(query)}` });
      }),
      RUNS,
    );
  });
}

test('no header is too strange', async () => {
  const header = fc.string({ maxLength: 40 }).map(text => text.replaceAll(/[^\x20-\x7e]/g, '~'));
  const headers = fc.record(
    {
      'x-fields': header,
      prefer: fc.oneof(header, fc.constantFrom('wait=-1', 'wait=0', 'wait=1e9x', 'wait=')),
      'client-agent': header,
      'x-forwarded-for': fc.oneof(header, fc.ipV4(), fc.ipV6()),
      'proxied-for': header,
      'accept-encoding': header,
      'idempotency-key': header,
    },
    { requiredKeys: [] },
  );
  const calls = fc.tuple(fc.constantFrom(...world.routes), keys, headers);
  await fc.assert(
    fc.asyncProperty(calls, async ([route, apikey, sent]) => {
      // A wait that is meant is answered late.
      if (/wait\s*=\s*"?[1-9]/i.test(sent.prefer ?? '')) return;
      await send(route, { apikey, headers: sent });
    }),
    { ...RUNS, numRuns: RUNS.numRuns * 3 },
  );
});

test('the calls above, refused or taken, have left the horde in order', async () => {
  const { status } = await world.horde.call('GET', '/status/performance');
  assert.equal(status, 200);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});
