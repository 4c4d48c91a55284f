import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startTestHorde, type TestHorde, type TestUser, until } from '@openhorde/testkit';
import { run, runForJson } from '../run.fixture.ts';

// Commands beside a running node: what they do must show in its answers.

let horde: TestHorde;
let ada: TestUser;
const environment = { ...process.env };

before(async () => {
  horde = await startTestHorde();
  Object.assign(process.env, { OPENHORDE_HOME: horde.home, DATABASE_URL: horde.databaseUrl });
  ada = await horde.user({ username: 'Ada', kudos: 100 });
});

after(async () => {
  process.env = environment;
  await horde.stop();
});

const complains = (words: string[], sentence: RegExp) =>
  assert.rejects(run(...words), { name: 'Complaint', message: sentence });

/** Other nodes hear of changes a moment later. */
const noticed = (condition: () => Promise<boolean>) => until('a running node has noticed', condition);

/** The account as its own key, or that of another, shows it. */
async function seen(user: TestUser, apikey = user.apikey): Promise<Record<string, unknown>> {
  const { body } = await horde.call('GET', `/users/${user.id}`, { apikey });
  return body;
}

describe('accounts', () => {
  test('are made with a key that works', async () => {
    const printed = await run('user', 'add', 'Bo');
    const key = /API key: (\S+)/.exec(printed)?.[1];
    const { status, body } = await horde.call('GET', '/find_user', { apikey: key! });
    assert.equal(status, 200);
    assert.match((body as { username: string }).username, /^Bo#\d+$/);
  });

  test('have a name, and one that is not cut', async () => {
    await complains(['user', 'add', ''], /needs a name/);
    await complains(['user', 'add', '  '], /needs a name/);
    await complains(['user', 'add', 'x'.repeat(31)], /30 characters at most, and this one 31/);
    await assert.rejects(run('user', 'set', ada.alias, 'name', 'x'.repeat(31)), { name: 'HordeError' });
    await run('user', 'add', '日'.repeat(30));
  });

  test('show their names as they were written', async () => {
    const printed = await run('user', 'add', 'Tom & Ann <3');
    assert.match(printed, /^Tom & Ann <3#\d+\n/);
    const [, id] = /#(\d+)/.exec(printed)!;
    assert.match(await run('user', 'show', id!), /account +Tom & Ann <3#/);
    assert.match(await run('user', 'list', '--by', 'age'), /Tom & Ann <3#/);
    assert.match(await run('user', 'role', id!, 'trusted', 'on'), /^Tom & Ann <3#/);
    assert.match(await run('kudos', 'give', id!, '1'), /^Tom & Ann <3#/);
    // Programs get the value that HTTP gives.
    const shown = await runForJson<{ alias: string }>('user', 'show', id!);
    assert.equal(shown.alias, `Tom &amp; Ann &lt;3#${id}`);
  });

  test('show what is known of them, without what opens them', async () => {
    const shown = await runForJson<Record<string, unknown>>('user', 'show', ada.alias);
    assert.deepEqual([shown.alias, shown.kudos, 'oauthId' in shown], [ada.alias, 100, false]);
    assert.match(await run('user', 'show', String(ada.id)), /kudos +100/);
  });

  test('are listed, those with the most kudos first', async () => {
    const listed = await runForJson<{ alias: string; kudos: number }[]>('user', 'list', '-n', '1');
    assert.deepEqual(
      listed.map(({ alias }) => alias),
      [ada.alias],
    );
  });

  test('get and lose roles, and a running node knows at once', async () => {
    await run('user', 'role', ada.alias, 'moderator', 'on');
    await noticed(async () => (await seen(ada)).moderator === true);
    await run('user', 'role', ada.alias, 'moderator', 'off');
    await noticed(async () => (await seen(ada)).moderator === false);
  });

  test('administer the horde when the operator says so, and not by ADMINS against it', async () => {
    const bo = await horde.user({ username: 'Bo' });
    assert.equal(await run('user', 'role', bo.alias, 'admin', 'on'), `${bo.alias}: admin is on`);
    const modes = { apikey: bo.apikey, body: { maintenance_mode: false } };
    await noticed(async () => (await horde.call('PUT', '/status/modes', modes)).status === 200);
    assert.match(await run('user', 'show', bo.alias), /admin/);
    await run('user', 'role', bo.alias, 'admin', 'off');
    await noticed(async () => (await horde.call('PUT', '/status/modes', modes)).status === 403);
    await complains(['user', 'role', '0', 'admin', 'on'], /cannot administer/);
  });

  test('are changed field by field', async () => {
    assert.equal(await run('user', 'set', ada.alias, 'concurrency', '7'), `${ada.alias}: concurrency is 7`);
    await noticed(async () => (await seen(ada)).concurrency === 7);
    await complains(['user', 'set', ada.alias, 'concurrency', 'many'], /many is not a whole number/);
    await complains(
      ['user', 'set', ada.alias, 'height', '7'],
      /There is no field height\. There are: name, /,
    );
  });

  test('get another key in place of a lost one', async () => {
    const cy = await horde.user({ username: 'Cy' });
    const key = /API key: (\S+)/.exec(await run('user', 'key', cy.alias))?.[1];
    await noticed(async () => (await horde.call('GET', '/find_user', { apikey: cy.apikey })).status === 404);
    assert.equal((await horde.call('GET', '/find_user', { apikey: key! })).status, 200);
  });

  test('are marked as deleted, and come back', async () => {
    const di = await horde.user({ username: 'Di' });
    assert.match(await run('user', 'delete', di.alias), /is marked as deleted/);
    await noticed(async () => (await seen(di)).deleted === true);
    assert.match(await run('user', 'undelete', di.alias), /is back/);
    await noticed(async () => (await seen(di)).deleted === false);
  });

  test('that are not there are said to be not there', () =>
    complains(['user', 'show', 'Nobody#99999'], /There is no account Nobody#99999/));
});

test('keys are made for a scope, listed and revoked', async () => {
  const printed = await run('key', 'make', ada.alias, '--scope', 'read', '--label', 'wall');
  const apikey = /API key: (\S+)/.exec(printed)![1]!;
  const allowed = async () => (await horde.call('GET', '/find_user', { apikey })).status;
  assert.equal(await allowed(), 200);
  const keys = await runForJson<{ id: string; label: string | null }[]>('key', 'list', ada.alias);
  const { id } = keys.find(({ label }) => label === 'wall')!;
  await run('key', 'revoke', ada.alias, id);
  await noticed(async () => (await allowed()) !== 200);
});

test('kudos are given and taken, stand in the ledger, and a running node knows', async () => {
  const kudos = async () => (await seen(ada)).kudos;
  assert.equal(await run('kudos', 'give', ada.alias, '12.5'), `${ada.alias} has 112.5 kudos`);
  assert.equal(await kudos(), 112.5);
  await noticed(async () => horde.horde.balances.known(ada.id) === 11_250);
  await run('kudos', 'give', ada.alias, '--', '-12.5');
  assert.equal(await kudos(), 100);
  const { movements } = await runForJson<{ movements: { amount: number; balance: number }[] }>(
    'kudos',
    'ledger',
    ada.alias,
  );
  assert.deepEqual(
    movements.slice(0, 2).map(({ amount, balance }) => [amount, balance]),
    [
      [-12.5, 100],
      [12.5, 112.5],
    ],
  );
  assert.match(await run('ledger', 'check'), /The ledger is clean\./);
  await complains(['kudos', 'give', ada.alias, 'much'], /much is not a number of kudos/);
});

test('modes are switched for running nodes', async () => {
  assert.equal(await run('mode', 'set', 'maintenance', 'on'), 'maintenance is on');
  const isShut = async () => {
    const { body } = await horde.call('GET', '/status/modes');
    return (body as { maintenance_mode: boolean }).maintenance_mode;
  };
  await noticed(isShut);
  assert.equal((await runForJson<{ maintenance: boolean }>('mode', 'show')).maintenance, true);
  await run('mode', 'set', 'maintenance', 'off');
  await noticed(async () => !(await isShut()));
  await complains(
    ['mode', 'set', 'panic', 'on'],
    /There is no mode panic\. There are: maintenance, invite-only, raid/,
  );
  await complains(['mode', 'set', 'raid', 'yes'], /Say on or off, not yes/);
});

test('filters are added, tried and deleted for running nodes', async () => {
  assert.match(await run('filter', 'add', '10', 'schoolager', '-r', 'adult'), /^filter \d+: schoolager$/);
  await run('filter', 'add', '20', 'unclothed');
  const filters = await runForJson<{ id: number; regex: string }[]>('filter', 'list');
  assert.deepEqual(filters.map(({ regex }) => regex).sort(), ['schoolager', 'unclothed']);
  assert.match(await run('filter', 'test', 'a schoolager'), /suspicion 1; found: schoolager/);
  const { apikey } = await horde.user({ username: 'Mo', moderator: true });
  const suspicion = async () => {
    const { body } = await horde.call('POST', '/filters', {
      apikey,
      body: { prompt: 'unclothed schoolager' },
    });
    return (body as { suspicion: string }).suspicion;
  };
  await noticed(async () => (await suspicion()) === '2');
  for (const { id } of filters) await run('filter', 'remove', String(id));
  await noticed(async () => (await suspicion()) === '0');
  await complains(['filter', 'add', '9', 'x'], /filter_type: /);
  await assert.rejects(run('filter', 'add', '10', '('), { name: 'HordeError' });
});

test('addresses are put into time-out and let in again', async () => {
  const ask = () =>
    horde.call('POST', '/generate/async', { apikey: ada.apikey, body: { prompt: 'a heron' } });
  assert.match(
    await run('address', 'block', '127.0.0.0/8', '--hours', '2', '--yes'),
    /^127\.0\.0\.0\/8 is in time-out/,
  );
  await noticed(async () => (await ask()).status === 403);
  const [blocked] = await runForJson<{ address: string }[]>('address', 'list');
  assert.equal(blocked?.address, '127.0.0.0/8');
  const { message } = (await ask()).body as { message: string };
  assert.match(message, /^The network of your address was put into time-out by a moderator\./);
  await run('address', 'unblock', '127.0.0.0/8');
  await noticed(async () => (await ask()).status === 202);
  for (const network of ['10.0.0.0/15', '0.0.0.0/0', '2001:db8::/31'])
    await complains(['address', 'block', network], /is wider than a \/\d+: .*--yes/);
  for (const network of ['10.0.0.0/16', '2001:db8::/32', '203.0.113.7']) {
    await run('address', 'block', network);
    await run('address', 'unblock', network);
  }
  await assert.rejects(run('address', 'block', 'here'), { name: 'HordeError', message: /no address/ });
});

test('the deeds of the operator are on record', async () => {
  const { entries } = await runForJson<{ entries: { actor: null; action: string }[] }>('audit', '-n', '100');
  const deeds = new Set(entries.map(({ action }) => action));
  for (const deed of ['filter.create', 'address.timeout', 'modes.change', 'user.kudos', 'user.key'])
    assert.ok(deeds.has(deed), deed);
});

test('workers are listed, stopped and deleted', async () => {
  const pop = (name = 'Lamp') =>
    horde.call('POST', '/generate/pop', {
      apikey: ada.apikey,
      body: {
        name,
        models: ['stable_diffusion'],
        // Too small for what waits: a worker with jobs cannot be deleted.
        max_pixels: 65_536,
        bridge_agent: 'AI Horde Worker reGen:13.0.0:x',
      },
    });
  await pop('Tom & Ann <3');
  assert.match(await run('worker', 'list'), /Tom & Ann <3 +image/);
  assert.match(await run('worker', 'pause', 'Tom & Ann <3', 'on'), /^Tom & Ann <3: pause is on/);
  assert.equal(await run('worker', 'delete', 'Tom & Ann <3'), 'Tom & Ann <3 is deleted');
  assert.equal((await pop()).status, 200);
  const [lamp] = await runForJson<{ name: string; owner: string }[]>('worker', 'list');
  assert.deepEqual([lamp?.name, lamp?.owner], ['Lamp', ada.alias]);
  await run('worker', 'maintenance', 'Lamp', 'on', '--message', 'Please update.');
  await noticed(async () => (await pop()).status === 403);
  assert.match(JSON.stringify((await pop()).body), /Please update\./);
  await run('worker', 'maintenance', 'Lamp', 'off');
  await run('worker', 'pause', 'Lamp', 'on');
  assert.match(await run('worker', 'list'), /Lamp .* paused/);
  assert.equal(await run('worker', 'delete', 'Lamp'), 'Lamp is deleted');
  await noticed(async () => (await horde.call('GET', '/workers/name/Lamp')).status === 404);
  await complains(['worker', 'pause', 'Lamp', 'on'], /There is no worker Lamp/);
});

test('a horde is backed up while it runs', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-cli-'));
  try {
    const target = path.join(folder, 'monday');
    assert.match(await run('backup', target), /accounts +\d+/);
    await assert.rejects(run('restore', target), {
      name: 'BackupError',
      message: /A node of this horde is running/,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a program that calls it learns by the exit code, and people by a sentence', async () => {
  const main = fileURLToPath(new URL('../openhorde.ts', import.meta.url));
  const child = spawn(process.execPath, [main, 'user', 'show', 'Nobody#99999'], { env: process.env });
  const [said, wrong] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  assert.deepEqual([child.exitCode, said], [1, '']);
  assert.equal(
    wrong.trim(),
    'There is no account Nobody#99999. Write it as name#number, or the number alone.',
  );
});
