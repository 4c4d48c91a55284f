import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestHorde, type TestUser } from '@openhorde/testkit';
import pg from 'pg';
import { reconcile } from '../kudos/index.ts';
import { drainRequests, expireRequests } from './index.ts';

// Whatever is done to requests and their kudos may end after any statement, as if the node died there: then all of it has
// happened or nothing. Each deed is cut off before its first statement, its second, and so on, until it comes to its end.

const horde = await startTestHorde();
test.after(() => horde.stop());
const { db } = horde.horde;
const AGENT = 'AI Horde Worker reGen:13.0.0:x';
const MODEL = 'emoji-64';

/** Statements that are still let through; the next one and all after it fail. */
let left = Number.POSITIVE_INFINITY;
const CUT = 'the node ended here';
const { query } = pg.Client.prototype;
test.before(() => {
  pg.Client.prototype.query = function (this: pg.Client, ...args: never[]) {
    const [statement] = args as unknown[];
    const text = typeof statement === 'string' ? statement : (statement as { text?: string })?.text;
    // What ends a transaction of a dead node is done by the database.
    if (text === 'ROLLBACK' || left > 0) {
      left -= 1;
      return (query as (...args: never[]) => never).apply(this, args);
    }
    const callback = (args as unknown[]).at(-1);
    if (typeof callback === 'function') return void queueMicrotask(() => callback(new Error(CUT)));
    return Promise.reject(new Error(CUT)) as never;
  } as typeof query;
});
test.after(() => {
  pg.Client.prototype.query = query;
});

/** @returns whether the deed came to its end */
async function cutAfter(statements: number, deed: () => Promise<unknown>): Promise<boolean> {
  left = statements;
  await deed().catch(error => {
    if (!String(error).includes(CUT)) throw error;
  });
  const isWhole = left > 0;
  left = Number.POSITIVE_INFINITY;
  // Timers of the node may have been cut off as well, and use the same connections.
  await horde.horde.commits.drain();
  return isWhole;
}

const NEEDLESS_HOLDS = `
  SELECT h.hold_id FROM kudos_holds h
  WHERE h.released_at IS NULL AND NOT EXISTS (
    SELECT FROM requests r WHERE h.hold_id IN ('upfront:' || r.id, 'shared-key:' || r.id)
      AND (r.processing > 0 OR (r.waiting > 0 AND NOT r.faulted)))`;
const MISSING_HOLDS = `
  SELECT r.id FROM requests r LEFT JOIN shared_keys k ON k.id = r.shared_key_id
  WHERE (r.processing > 0 OR (r.waiting > 0 AND NOT r.faulted))
    AND ((r.upfront AND NOT EXISTS (SELECT FROM kudos_holds WHERE hold_id = 'upfront:' || r.id AND released_at IS NULL))
      OR (k.kudos IS NOT NULL
          AND NOT EXISTS (SELECT FROM kudos_holds WHERE hold_id = 'shared-key:' || r.id AND released_at IS NULL)))`;
const UNPAID = `
  SELECT j.id FROM jobs j LEFT JOIN kudos_events e ON e.event_id = 'settle:' || j.id
  WHERE NOT j.fake AND (j.state = 'done') <> (e.event_id IS NOT NULL)`;
const REWARDS_FOR_NOTHING = `
  SELECT e.event_id FROM kudos_events e JOIN requests r ON e.event_id = 'style:' || r.id WHERE r.finished = 0`;
const MISCOUNTED = `
  SELECT r.id FROM requests r
  WHERE r.processing <> (SELECT count(*) FROM jobs j WHERE j.request_id = r.id AND j.state = 'processing')
     OR r.finished <> (SELECT count(*) FROM jobs j WHERE j.request_id = r.id AND j.state = 'done')`;

async function assertConsistent(when: string): Promise<void> {
  for (const sql of [NEEDLESS_HOLDS, MISSING_HOLDS, UNPAID, REWARDS_FOR_NOTHING, MISCOUNTED])
    assert.deepEqual((await db.query(sql)).rows, [], `${when}: ${sql}`);
  const { sum, unbalancedEvents, wrongBalances } = await reconcile(db.pool);
  assert.deepEqual([sum, unbalancedEvents, wrongBalances], [0, [], []], when);
}

/** A user with a shared key, a foreign style, and a worker that is online. */
async function scene() {
  const owner = await horde.user({ kudos: 10_000 });
  const lender = await horde.user({ trusted: true });
  const artist = await horde.user({ trusted: true });
  const must = async (method: string, path: string, { apikey }: Pick<TestUser, 'apikey'>, body?: unknown) => {
    const answered = await horde.call(method, path, { apikey, ...(body !== undefined && { body }) });
    assert.ok(
      answered.status < 300,
      `${method} ${path}: ${answered.status} ${JSON.stringify(answered.body)}`,
    );
    return answered.body as { id: string; ids: string[] };
  };
  const style = await must('POST', '/styles/image', artist, { name: 'inks', models: [MODEL] });
  const key = await must('PUT', '/sharedkeys', owner, { kudos: 500 });
  const pop = () =>
    must('POST', '/generate/pop', lender, {
      name: `Lender ${lender.id}`,
      models: [MODEL],
      bridge_agent: AGENT,
      max_pixels: 4_194_304,
    });
  await pop();
  return {
    owner,
    key,
    pop,
    /** On the key, by the style, and with kudos beforehand. */
    ask: (n = 2) =>
      must(
        'POST',
        '/generate/async',
        { apikey: key.id },
        { prompt: 'a heron', style: style.id, slow_workers: false, params: { n } },
      ),
    submit: (id: string, state = 'ok') =>
      horde.call('POST', '/generate/submit', {
        apikey: lender.apikey,
        body: { id, generation: 'R2', seed: 1, state },
      }),
    cancel: (id: string) => horde.call('DELETE', `/generate/status/${id}`),
    removeKey: () => horde.call('DELETE', `/sharedkeys/${key.id}`, { apikey: owner.apikey }),
  };
}

type Scene = Awaited<ReturnType<typeof scene>>;

/** A deed, made ready each time anew. */
const DEEDS: Record<string, (it: Scene) => Promise<() => Promise<unknown>>> = {
  activation: async it => () => it.ask().catch(() => {}),
  'a hand-out': async it => {
    await it.ask();
    return () => it.pop().catch(() => {});
  },
  'a settlement': async it => {
    await it.ask();
    const { id } = await it.pop();
    return () => it.submit(id);
  },
  'a job that is given up': async it => {
    await it.ask(1);
    for (let fault = 0; fault < 2; fault += 1) await it.submit((await it.pop()).id, 'faulted');
    const { id } = await it.pop();
    return () => it.submit(id, 'faulted');
  },
  cancelling: async it => {
    const { id } = await it.ask();
    return () => it.cancel(id);
  },
  'the end of a shared key': async it => {
    await it.ask();
    await it.ask();
    await it.pop();
    return () => it.removeKey();
  },
  expiry: async it => {
    await it.ask();
    await db.query("UPDATE requests SET expires_at = now() - interval '1 second' WHERE waiting > 0");
    return () => expireRequests(horde.horde, new AbortController().signal);
  },
  'draining the queue': async it => {
    await it.ask();
    return () => drainRequests(horde.horde);
  },
};

/** More statements than any of them has. */
const STATEMENTS_MAX = 60;

for (const [name, prepare] of Object.entries(DEEDS)) {
  test(`${name} happens as a whole or not at all`, async () => {
    let statements = 0;
    for (; statements < STATEMENTS_MAX; statements += 1) {
      const it = await scene();
      const deed = await prepare(it);
      const isWhole = await cutAfter(statements, deed);
      await assertConsistent(`${name}, cut off after ${statements} statements`);
      // The next scene begins with nothing that waits.
      await drainRequests(horde.horde);
      if (isWhole) break;
    }
    assert.ok(statements > 1 && statements < STATEMENTS_MAX, `${statements} statements`);
  });
}
