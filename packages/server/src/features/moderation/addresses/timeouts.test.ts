import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { guardedHorde } from '../guardedHorde.fixture.ts';

const stage = await guardedHorde();
const { horde, alice, owner, mod, call, good, ask, pop, advance } = stage;
after(() => stage.stop());

const block = (ipaddr: string, hours = 1) => good('POST', '/operations/ipaddr', mod, { ipaddr, hours });
const lift = (ipaddr: string) => good('DELETE', '/operations/ipaddr', mod, { ipaddr });
const rcOf = async (answer: Promise<{ status: number; body: { rc?: string } }>) => {
  const { status, body } = await answer;
  return [status, body.rc];
};

test('requests of every kind, workers of every kind and newcomers are refused', async () => {
  const from = { ip: '203.0.113.1' };
  await block(from.ip);
  const refused = [403, 'TimeoutIP'];
  assert.deepEqual(await rcOf(ask(alice, 'a boat', {}, from)), refused);
  assert.deepEqual(await rcOf(call('POST', '/generate/text/async', alice, { prompt: 'Hi' }, from)), refused);
  const forms = { source_image: 'https://example.org/a.png', forms: [{ name: 'caption' }] };
  assert.deepEqual(await rcOf(call('POST', '/interrogate/async', alice, forms, from)), refused);
  assert.deepEqual(await rcOf(pop(owner, {}, from)), refused);
  const scribe = { name: 'Scribe', models: ['aphrodite/x'] };
  assert.deepEqual(await rcOf(call('POST', '/generate/text/pop', owner, scribe, from)), refused);
  const alchemist = { name: 'Alchemist', forms: ['caption'] };
  assert.deepEqual(await rcOf(call('POST', '/interrogate/pop', owner, alchemist, from)), refused);
  const page = await fetch(`${horde.url}/register`, {
    method: 'POST',
    headers: { 'x-forwarded-for': from.ip, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'username=nobody',
  });
  assert.equal(page.status, 403);
  assert.match(await page.text(), /time-out/);
  await lift(from.ip);
  assert.equal((await ask(alice, 'a boat', {}, from)).status, 202);
});

test('a program without a name may not even look after its request from there', async () => {
  const ip = '203.0.113.2';
  const { body } = await ask(alice, 'a boat', {}, { ip });
  const check = (agent?: string) =>
    rcOf(call('GET', `/generate/check/${body.id}`, undefined, undefined, { ip, ...(agent && { agent }) }));
  assert.deepEqual(await check(), [200, undefined]);
  await block(ip);
  assert.deepEqual(await check(), [403, 'Forbidden']);
  assert.deepEqual(await check('unknown:0:unknown'), [403, 'Forbidden']);
  assert.deepEqual(await check('Mine:1:me'), [200, undefined]);
  await lift(ip);
});

test('networks hold for all their addresses, of IPv6 as well, and end by themselves', async () => {
  await block('198.51.100.0/24');
  await block('2001:db8:1::/48');
  const inside = ['198.51.100.1', '198.51.100.254', '2001:db8:1:ffff::7'];
  for (const ip of inside)
    assert.deepEqual(await rcOf(ask(alice, 'a boat', {}, { ip })), [403, 'TimeoutIP'], ip);
  for (const ip of ['198.51.101.1', '2001:db8:2::7'])
    assert.equal((await ask(alice, 'a boat', {}, { ip })).status, 202, ip);
  const listed = await good('GET', '/operations/ipaddr', mod);
  assert.deepEqual(
    listed.map(({ ipaddr }: { ipaddr: string }) => ipaddr),
    ['198.51.100.0/24', '2001:db8:1::/48'],
  );
  advance(3_601_000);
  for (const ip of inside) assert.equal((await ask(alice, 'a boat', {}, { ip })).status, 202, ip);
  assert.deepEqual(await good('GET', '/operations/ipaddr', mod), []);
  await horde.horde.guards.timeouts.prune();
  const { rows } = await horde.horde.db.query('SELECT 1 FROM address_timeouts');
  assert.equal(rows.length, 0);
});

test('an address of its own goes before its network, and long waits are not told in seconds', async () => {
  await block('192.0.2.0/24', 3);
  await block('192.0.2.7', 1);
  const words = async () => (await ask(alice, 'a boat', {}, { ip: '192.0.2.7' })).body.message;
  assert.match(await words(), /in 3(?:600|599) seconds/);
  await block('192.0.2.7', 97);
  assert.doesNotMatch(await words(), /\d/);
  await lift('192.0.2.7');
  assert.match(await words(), /in 10(?:800|799) seconds/);
  await lift('192.0.2.0/24');
});

test('a text that is neither address nor network is refused before the key is looked at', async () => {
  for (const ipaddr of [
    'not-an-address',
    '198.51.100.1/24',
    '2001:db8::1/32',
    '1.2.3.4/33',
    '1.2.3.4/x',
    'fe80::1%eth0',
  ]) {
    for (const user of [mod, alice])
      assert.deepEqual(
        await rcOf(call('POST', '/operations/ipaddr', user, { ipaddr, hours: 1 })),
        [400, 'BadRequest'],
        ipaddr,
      );
    assert.deepEqual(await rcOf(call('DELETE', '/operations/ipaddr', alice, { ipaddr })), [
      400,
      'BadRequest',
    ]);
  }
});

test('one address has one spelling', async () => {
  await block('2001:DB8:0:0:0:0:0:9');
  assert.equal((await good('GET', '/operations/ipaddr/2001:db8::9', mod))[0].ipaddr, '2001:db8::9');
  await lift('2001:db8::9');
  await block('::ffff:203.0.113.9');
  assert.equal((await good('GET', '/operations/ipaddr/203.0.113.9', mod)).length, 1);
  await lift('203.0.113.9');
});

test('of a worker with IPv6 the household is blocked', async () => {
  await good('GET', '/status/heartbeat');
  await pop(owner, { name: 'Sixth' }, { ip: '2001:db8:7:8:9::1' });
  const { id } = await good('GET', '/workers/name/Sixth');
  await good('PUT', `/operations/block_worker_ipaddr/${id}`, mod, { days: 2 });
  assert.deepEqual(await rcOf(pop(owner, { name: 'Sixth' }, { ip: '2001:db8:7:8::2' })), [403, 'TimeoutIP']);
  const [{ ipaddr, seconds }] = await good('GET', '/operations/ipaddr/2001:db8:7:8::3', mod);
  assert.equal(ipaddr, '2001:db8:7:8::/64');
  assert.ok(seconds > 172_000);
  await good('DELETE', `/operations/block_worker_ipaddr/${id}`, mod);
  assert.equal((await pop(owner, { name: 'Sixth' }, { ip: '2001:db8:7:8::2' })).status, 200);
  const { entries } = await good('GET', '/operations/audit?action=address&limit=2', mod);
  assert.deepEqual(
    entries.map((entry: { action: string; subject: string; detail: { worker: string } }) => [
      entry.action,
      entry.subject,
      entry.detail.worker,
    ]),
    [
      ['address.lift', 'address:2001:db8:7:8::/64', id],
      ['address.timeout', 'address:2001:db8:7:8::/64', id],
    ],
  );
});

test('a worker that nobody knows the address of cannot be blocked by it', async () => {
  await pop(owner, { name: 'Sixth' }, { ip: '203.0.113.66' });
  const { id } = await good('GET', '/workers/name/Sixth');
  horde.horde.workers.update(horde.horde.workers.byId(id)!, { ip: null });
  assert.deepEqual(await rcOf(call('PUT', `/operations/block_worker_ipaddr/${id}`, mod, { days: 1 })), [
    400,
    'BadRequest',
  ]);
});
