import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { createLog } from '../../../platform/log.ts';
import { OutboundError } from '../../../platform/outboundError.ts';
import { guardedHorde } from '../guardedHorde.fixture.ts';
import { ReputationChecker } from './checker.ts';
import { NetworkLists, readNetworks } from './networkList.ts';
import { AddressSafety, allOf, type SafetyProvider, type Verdict } from './safety.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-networks-'));
const list = path.join(folder, 'vpn.txt');
await writeFile(
  list,
  '# VPNs\n198.51.100.0/24 # one of them\n\n2001:db8:bad::/48\r\n203.0.113.77\nnot-a-network\n',
);
const stage = await guardedHorde({ UNSAFE_NETWORKS: list, SAFE_NETWORKS: '198.51.100.9' });
const { horde, alice, owner, mod, boss, call, good, ask, pop } = stage;
after(async () => {
  await stage.stop();
  await rm(folder, { recursive: true });
});

const HIDDEN = { ip: '198.51.100.5' };
const rcOf = async (answer: Promise<{ status: number; body: { rc?: string } }>) => {
  const { status, body } = await answer;
  return [status, body.rc];
};
const raid = (on: boolean) => good('PUT', '/status/modes', mod, { raid_mode: on });
const trust = (id: number, roles: object) => good('PUT', `/users/${id}`, mod, roles);

test('no untrusted worker is let in from an address of the list, whatever it makes', async () => {
  for (const ip of ['198.51.100.5', '203.0.113.77', '2001:db8:bad::1'])
    assert.deepEqual(await rcOf(pop(owner, {}, { ip })), [403, 'UnsafeIP'], ip);
  const scribe = { name: 'Scribe', models: ['aphrodite/x'] };
  assert.deepEqual(await rcOf(call('POST', '/generate/text/pop', owner, scribe, HIDDEN)), [403, 'UnsafeIP']);
  assert.equal(
    (await pop(owner, {}, { ip: '198.51.100.9' })).status,
    200,
    'one that is safe whatever is said',
  );
  assert.equal((await pop(owner, {}, { ip: '203.0.113.5' })).status, 200);
});

test('trusted owners, and those who may, hide', async () => {
  const trusted = await horde.user({ username: 'trusted', trusted: true });
  assert.equal((await pop(trusted, {}, HIDDEN)).status, 200);
  const hider = await horde.user({ username: 'hider' });
  assert.equal((await pop(hider, {}, HIDDEN)).status, 403);
  await trust(hider.id, { vpn: true });
  assert.equal((await pop(hider, {}, HIDDEN)).status, 200);
});

test('workers may keep away from requests of hidden people; those whom we know are not hidden', async () => {
  const careful = await horde.user({ username: 'careful', trusted: true });
  const work = (allow_unsafe_ipaddr: boolean) => pop(careful, { allow_unsafe_ipaddr });
  const { body: asked } = await ask(alice, 'a boat', {}, HIDDEN);
  const away = (await work(false)).body;
  assert.deepEqual([away.id, away.skipped.unsafe_ip], [null, 1]);
  assert.ok((await work(true)).body.id);
  await good('DELETE', `/generate/status/${asked.id}`);
  const { body: known } = await ask(careful, 'a boat', {}, HIDDEN);
  assert.ok((await work(false)).body.id);
  await good('DELETE', `/generate/status/${known.id}`);
});

test('in a raid hidden people may not ask, and their workers are let in under suspicion', async () => {
  await raid(true);
  const refused = [403, 'UntrustedUnsafeIP'];
  assert.deepEqual(await rcOf(ask(alice, 'a boat', {}, HIDDEN)), refused);
  assert.equal(
    (await ask(alice, 'a boat', {}, HIDDEN)).body.message,
    'Only Trusted users are allowed to perform this operation',
  );
  const forms = { source_image: 'https://example.org/a.png', forms: [{ name: 'caption' }] };
  assert.deepEqual(await rcOf(call('POST', '/interrogate/async', alice, forms, HIDDEN)), refused);
  const text = await call('POST', '/generate/text/async', alice, { prompt: 'Hi' }, HIDDEN);
  assert.equal(text.status, 202, 'texts are not asked about');
  const newcomer = await horde.user({ username: 'newcomer' });
  assert.equal((await pop(newcomer, {}, HIDDEN)).status, 200);
  assert.equal((await pop(newcomer, {}, HIDDEN)).status, 200);
  const worker = await good('GET', `/workers/name/${encodeURIComponent(`Worker of ${newcomer.id}`)}`, mod);
  assert.deepEqual([worker.suspicious, worker.paused], [1, false], 'once');
  assert.equal((await good('GET', `/users/${newcomer.id}`, mod)).suspicious, 1);
  assert.equal((await ask(boss, 'a boat', {}, HIDDEN)).status, 202);
  await raid(false);
  assert.equal((await ask(alice, 'a boat', {}, HIDDEN)).status, 202);
});

test('lists are read again when they have changed; one that is not there is named', async () => {
  const log = createLog('silent');
  const lists = new NetworkLists([list], log);
  await lists.load();
  assert.equal(lists.known('192.0.2.1'), 'safe');
  await writeFile(list, '192.0.2.0/24\n');
  await utimes(list, new Date(), new Date(Date.now() + 5000));
  await lists.load();
  assert.equal(lists.known('192.0.2.1'), 'unsafe');
  assert.equal(lists.known('198.51.100.5'), 'safe');
  await assert.rejects(new NetworkLists(['no-such-file'], log).load(), /UNSAFE_NETWORKS names no-such-file/);
  assert.deepEqual(
    (({ lines, wrong }) => [lines, wrong])(readNetworks('a\n1.2.3.4\n\n# x\n1.2.3.0/24')),
    [3, 1],
  );
});

const NOBODY = { trusted: false, vpn: false };

/** A reputation service that gives these answers, one after the other. */
function checkerOf(answers: (number | string | Error)[]) {
  let nowMs = 0;
  const asked: string[] = [];
  const checker = new ReputationChecker({
    url: 'https://checker.example/?ip={ipaddr}&again={ipaddr}',
    now: () => nowMs,
    outbound: {
      async fetch(url) {
        asked.push(url);
        const answer = answers.shift()!;
        if (answer instanceof Error) throw answer;
        const status = typeof answer === 'number' ? answer : 200;
        return { status, headers: {}, body: Buffer.from(String(answer)), url };
      },
    },
  });
  return {
    checker,
    asked,
    advance(ms: number) {
      nowMs += ms;
    },
  };
}

test('a reputation service is believed from 0.93 on, for six hours; when it is busy or away nobody knows', async () => {
  const gone = new OutboundError('timeout', 'no whole answer in time');
  const { checker, asked, advance } = checkerOf(['0.93', '0.92', 429, gone, 500, '0.99']);
  const ip = (n: number) => `203.0.113.${n}`;
  assert.equal(await checker.ask(ip(1)), 'unsafe');
  assert.deepEqual(asked, ['https://checker.example/?ip=203.0.113.1&again=203.0.113.1']);
  assert.equal(await checker.ask(ip(1)), 'unsafe');
  assert.equal(checker.known(ip(1)), 'unsafe');
  assert.equal(await checker.ask(ip(2)), 'safe');
  assert.equal(await checker.ask(ip(3)), 'unknown');
  assert.equal(await checker.ask(ip(4)), 'unknown');
  assert.equal(checker.known(ip(4)), undefined, 'not kept');
  assert.equal(await checker.ask(ip(5)), 'safe', 'a service that refuses finds it safe');
  assert.equal(asked.length, 5);
  advance(6 * 3_600_000 + 1);
  assert.equal(checker.known(ip(1)), undefined);
  const [one, two] = await Promise.all([checker.ask(ip(1)), checker.ask(ip(1))]);
  assert.deepEqual([one, two, asked.length], ['unsafe', 'unsafe', 6], 'asked once for both');
});

test('a worker whose address nobody can judge now is to come again, in a raid as well', async () => {
  const { checker } = checkerOf([429, 429, '0.99', '0.1']);
  const safety = new AddressSafety({ provider: checker, safe: { has: () => false } });
  for (const raidMode of [false, true])
    await assert.rejects(safety.isUnsafeWorker('203.0.113.1', NOBODY, raidMode), { rc: 'TooManyNewIPs' });
  await assert.rejects(safety.isUnsafeWorker('203.0.113.1', NOBODY, false), { rc: 'UnsafeIP' });
  assert.equal(await safety.isUnsafeWorker('203.0.113.1', NOBODY, true), true);
  assert.equal(await safety.isUnsafeWorker('203.0.113.1', { ...NOBODY, patron: true }, false), false);
  assert.equal(await safety.isUnsafeWorker('203.0.113.2', NOBODY, false), false);
});

test('a request asks nobody outside of a raid, and in one is let in when nobody knows', async () => {
  const { checker, asked } = checkerOf([429, '0.99']);
  const safety = new AddressSafety({ provider: checker, safe: { has: () => false } });
  assert.equal(await safety.isSafeRequester('203.0.113.1', NOBODY, false), true);
  assert.equal(asked.length, 0);
  assert.equal(await safety.isSafeRequester('203.0.113.1', NOBODY, true), true);
  assert.equal(await safety.isSafeRequester('203.0.113.1', NOBODY, true), false);
  assert.equal(await safety.isSafeRequester('203.0.113.1', NOBODY, false), false, 'what is known is used');
});

test('of several who know the worst word counts', async () => {
  const says = (known: Verdict | undefined, ask: Verdict = known!): SafetyProvider => ({
    known: () => known,
    ask: async () => ask,
  });
  assert.equal(allOf([]), undefined);
  const mixed = allOf([says('safe'), says(undefined, 'unknown')])!;
  assert.deepEqual([mixed.known('x'), await mixed.ask('x')], [undefined, 'unknown']);
  const bad = allOf([says('unsafe'), says(undefined, 'safe')])!;
  assert.deepEqual([bad.known('x'), await bad.ask('x')], ['unsafe', 'unsafe']);
  assert.equal(allOf([says('safe'), says('safe')])!.known('x'), 'safe');
});
