import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { MemoryBus, testDatabase } from '@openhorde/testkit';
import pino from 'pino';
import { adjustKudos, ledger, reconcile } from '../../core/kudos/index.ts';
import { CommitPipeline } from '../../platform/commits.ts';
import { world } from '../../platform/world.ts';
import { Accounts } from './accounts.ts';
import { readAccountTotals } from './accountTotals.ts';
import { dueAllowances, payAllowances } from './allowances.ts';
import { changeUsers } from './changeUser.ts';
import { Patrons, parsePatrons } from './patrons.ts';
import { UserCache } from './userCache.ts';
import { UserStore } from './userStore.ts';

const { database: db } = await testDatabase();
const commits = new CommitPipeline(db.pool);
const store = new UserStore([]);
const users = new UserCache({ database: db, store, bus: new MemoryBus(), salt: 'pepper' });
const accounts = new Accounts({
  db,
  world,
  salt: 'pepper',
  store,
  users,
  log: pino({ level: 'silent' }),
  adjustKudos: commits.register(adjustKudos),
  changeUser: commits.register(changeUsers(store, users)),
});
const payAllowance = commits.register(payAllowances(users));
commits.finishWith(ledger(() => {}));

const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
const NOBODY = { kudosOf: () => 0, ids: () => [] };

async function pay(nowMs: number, patrons: Parameters<typeof dueAllowances>[1] = NOBODY): Promise<number> {
  const due = await dueAllowances(db, patrons, nowMs);
  for (const allowance of due) await payAllowance(allowance);
  return due.length;
}

async function person(username: string): Promise<number> {
  const made = await accounts.create({ username, oauthId: `g_${username}` });
  return made!.user.id;
}

const recurring = async (id: number) => (await readAccountTotals(db, id)).byAction.recurring ?? 0;

test('an allowance comes with the first run, then once a month on the same day', async () => {
  const ada = await person('Ada');
  await accounts.change({ userId: ada, set: { monthly_kudos: 700 } });
  assert.equal(await pay(at('2026-01-31')), 1);
  assert.equal(await pay(at('2026-01-31')), 0);
  assert.equal(await recurring(ada), 700);
  assert.equal(await pay(at('2026-02-28')), 0, 'not before the hour of the first');
  assert.equal(await pay(at('2026-03-01')), 1);
  assert.equal((await accounts.byId(ada))?.monthlyKudosLastReceivedAtMs, at('2026-02-28'));
  assert.equal(await recurring(ada), 1400);
  await accounts.change({ userId: ada, set: { monthly_kudos: 0 } });
  assert.equal(await pay(at('2026-12-01')), 0, 'nothing is nothing');
});

test('a horde that was away catches up one month at a run', async () => {
  const bo = await person('Bo');
  await accounts.change({ userId: bo, set: { monthly_kudos: 10 } });
  await pay(at('2026-01-15'));
  for (const paid of [20, 30, 40]) {
    await pay(at('2026-04-20'));
    assert.equal(await recurring(bo), paid);
  }
  await pay(at('2026-04-20'));
  assert.equal(await recurring(bo), 40);
  await accounts.change({ userId: bo, set: { monthly_kudos: 0 } });
});

test('two nodes that look at the same time pay once', async () => {
  const cy = await person('Cy');
  await accounts.change({ userId: cy, set: { monthly_kudos: 5 } });
  const both = await Promise.all([0, 1].map(() => dueAllowances(db, NOBODY, at('2026-05-05'))));
  await Promise.all(both.flat().map(payAllowance));
  assert.equal(await recurring(cy), 5);
  const { sum, wrongBalances } = await reconcile(db.pool);
  assert.deepEqual([sum, wrongBalances], [0, []]);
  await accounts.change({ userId: cy, set: { monthly_kudos: 0 } });
});

test('moderators and patrons get theirs on top', async () => {
  const di = await person('Di');
  const ed = await person('Ed');
  await accounts.change({ userId: di, set: { moderator: true, monthly_kudos: 100 } });
  const patrons = { kudosOf: (id: number) => (id === di || id === ed ? 5000 : 0), ids: () => [di, ed] };
  await pay(at('2026-06-06'), patrons);
  assert.deepEqual([await recurring(di), await recurring(ed)], [305_100, 5000]);
});

const NO_LOG = pino({ level: 'silent' });

test('the operator names patrons in a file: by kudos, by entitlement, by subscription, until a day', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-patrons-'));
  const file = path.join(folder, 'patrons.json');
  let nowMs = at('2026-11-01');
  const patrons = new Patrons(file, () => nowMs);
  try {
    await patrons.load(NO_LOG);
    assert.deepEqual(patrons.ids(), [], 'a missing file is reported, not fatal');
    await writeFile(
      file,
      JSON.stringify({
        'Ada#1': 1000,
        'Bo#2': { patreon: 25.9 },
        'Cy#3': { stripe: 'Recognised', kudos: 1 },
        'Di#4': { kudos: 7, until: '2026-12-01' },
      }),
    );
    await patrons.load(NO_LOG);
    assert.deepEqual(
      [1, 2, 3, 4, 5].map(id => patrons.kudosOf(id)),
      [1000, 900_000, 75_001, 7, 0],
    );
    nowMs = at('2026-12-01');
    assert.deepEqual([patrons.has(4), patrons.kudosOf(4), patrons.ids()], [false, 0, [1, 2, 3]]);
    await writeFile(file, '{"Ada": 5}');
    await patrons.load(NO_LOG);
    assert.ok(patrons.has(1), 'what makes no sense changes nothing');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a list of patrons that makes no sense says what is wrong', () => {
  for (const [text, sentence] of [
    ['[]', /one JSON object/],
    ['{"Ada": 5}', /Ada is no account/],
    ['{"Ada#1": "many"}', /must be a number or an object/],
    ['{"Ada#1": {"stripe": "Gold"}}', /no product Gold/],
    ['{"Ada#1": -5}', /cannot get -5/],
    ['{"Ada#1": 1e12}', /cannot get/],
    ['{"Ada#1": {"kudos": 1, "until": "soon"}}', /until of Ada#1/],
    ['{', /JSON/],
  ] as const) {
    assert.throws(() => parsePatrons(text), sentence, text);
  }
});
