import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { guardedHorde, NSFW_MODEL } from '../guardedHorde.fixture.ts';

const SERVICE = '203.0.113.250';
const stage = await guardedHorde({ SERVICE_NETWORKS: SERVICE });
const { horde, alice, mod, call, good, ask, promptOf, filter, advance } = stage;
const { db } = horde.horde;
after(() => stage.stop());
afterEach(async () => {
  for (const { id } of await good('GET', '/filters', mod)) await good('DELETE', `/filters/${id}`, mod);
});

let lastIp = 1;
const freshIp = () => `203.0.113.${lastIp++}`;
const secondsOf = async (ip: string): Promise<number | undefined> =>
  (await good('GET', `/operations/ipaddr/${ip}`, mod))[0]?.seconds;
const bad = (user = alice, ip = freshIp()) =>
  ask(user, 'zorb and quim', { replacement_filter: false }, { ip });
const suspicionsOf = async (id: number) => (await good('GET', `/users/${id}`, mod)).suspicious;

async function bothFilters() {
  await filter(10, '\\bzorbs?\\b', 'lamp');
  await filter(20, '\\bquim\\b');
}

test('a prompt that both groups know is rewritten, its weights gone, its negative part kept', async () => {
  await bothFilters();
  assert.equal(
    await promptOf(alice, 'a (zorb:1.3), quim_at sea###rain'),
    'a lamp quim at sea###child, infant, toddler, underage, immature, teenager, tween, rain',
  );
  assert.equal(
    await promptOf(alice, 'a (zorb:1.3) at sea'),
    'a (zorb:1.3) at sea',
    'one group alone changes nothing',
  );
});

test('a client that wants no rewriting is refused, and neither told the rule nor let in again at once', async () => {
  await bothFilters();
  const ip = freshIp();
  const { status, body } = await bad(alice, ip);
  assert.deepEqual([status, body.rc], [400, 'CorruptPrompt']);
  assert.match(body.message, /goes against the rules/);
  assert.doesNotMatch(body.message, /zorb|quim/);
  const again = await ask(alice, 'a harbour', {}, { ip });
  assert.deepEqual([again.status, again.body.rc], [403, 'TimeoutIP']);
  assert.match(again.body.message, /\b1(?:79|80) seconds/);
  assert.equal(await suspicionsOf(alice.id), 1);
  await bad(alice);
  assert.equal(await suspicionsOf(alice.id), 1, 'it counts once');
  const { prompts } = await good('GET', '/operations/prompts', mod);
  assert.deepEqual([prompts[0].prompt, prompts[0].user], ['zorb and quim', alice.alias]);
});

test('a time-out for a prompt is for requests: workers at the same address keep working', async () => {
  await bothFilters();
  const ip = freshIp();
  const works = async () => (await stage.pop(stage.owner, {}, { ip })).status;
  await bad(alice, ip);
  assert.equal((await ask(alice, 'a harbour', {}, { ip })).body.rc, 'TimeoutIP');
  assert.equal(await works(), 200);
  await horde.horde.guards.timeouts.load();
  assert.equal(await works(), 200, 'read again, it is what it was');
  await good('POST', '/operations/ipaddr', mod, { ipaddr: ip, hours: 1 });
  assert.equal(await works(), 403);
  const network = ip.replace(/\d+$/, '0/24');
  await good('DELETE', '/operations/ipaddr', mod, { ipaddr: ip });
  await bad(alice, ip);
  await good('POST', '/operations/ipaddr', mod, { ipaddr: network, hours: 1 });
  assert.equal(await works(), 403);
  await good('DELETE', '/operations/ipaddr', mod, { ipaddr: network });
});

test('unless the operator has set that it stops workers, too', async t => {
  const strict = await guardedHorde({ PROMPT_TIMEOUTS_STOP_WORKERS: 'on' });
  t.after(() => strict.stop());
  await strict.filter(10, 'zorb');
  await strict.filter(20, 'quim');
  const from = { ip: '203.0.113.1' };
  await strict.ask(strict.alice, 'zorb and quim', { replacement_filter: false }, from);
  assert.equal((await strict.pop(strict.owner, {}, from)).body.rc, 'TimeoutIP');
});

test('each refusal makes the next time-out longer, until a day has passed without one', async () => {
  await bothFilters();
  const ip = freshIp();
  const seen: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    assert.equal((await bad(alice, ip)).body.rc, 'CorruptPrompt');
    const seconds = (await secondsOf(ip))!;
    seen.push(Math.round(seconds / 60));
    advance(seconds * 1000 + 1);
  }
  assert.deepEqual(seen, [3, 9, 15, 21]);
  advance(24 * 3_600_000);
  await bad(alice, ip);
  assert.equal(Math.round((await secondsOf(ip))! / 60), 3);
  await good('DELETE', '/operations/ipaddr', mod, { ipaddr: ip });
  await bad(alice, ip);
  assert.equal(Math.round((await secondsOf(ip))! / 60), 3, 'lifting a time-out resets the count');
});

test('the address of a service waits five minutes at most, and so does a moderator not at all', async () => {
  await bothFilters();
  for (let i = 0; i < 3; i += 1) {
    await bad(alice, SERVICE);
    assert.ok((await secondsOf(SERVICE))! <= 300);
    advance(301_000);
  }
  const ip = freshIp();
  assert.equal((await bad(mod, ip)).body.rc, 'CorruptPrompt');
  assert.equal(await secondsOf(ip), undefined);
  assert.equal(await suspicionsOf(mod.id), 0);
});

test('the anonymous account is refused as well, and never suspected', async () => {
  await bothFilters();
  const ip = freshIp();
  const anonymous = { id: 0, alias: 'Anonymous#0', apikey: '0000000000' };
  assert.equal((await bad(anonymous, ip)).body.rc, 'CorruptPrompt');
  assert.ok((await secondsOf(ip))! > 0);
  assert.equal(await suspicionsOf(0), 0);
});

test('a prompt of which nothing is left is refused as one that is not to be rewritten', async () => {
  await filter(10, 'zorb|quim');
  await filter(20, 'quim');
  const ip = freshIp();
  const { status, body } = await ask(alice, 'zorb, quim!###rain', {}, { ip });
  assert.deepEqual([status, body.rc], [400, 'CorruptPrompt']);
  assert.ok((await secondsOf(ip))! > 0);
});

test('a long one is not rewritten, and its sender not punished', async () => {
  await bothFilters();
  const ip = freshIp();
  const long = `zorb quim ${'sea '.repeat(1750)}`;
  assert.deepEqual((({ status, body }) => [status, body.rc])(await ask(alice, long, {}, { ip })), [
    400,
    'BadRequest',
  ]);
  assert.equal(await secondsOf(ip), undefined);
  assert.equal(
    (await ask(alice, `zorb quim###${'sea '.repeat(1800)}`, {}, { ip })).status,
    202,
    'the negative part does not count',
  );
  assert.equal((await ask(alice, 'x'.repeat(100_001), {}, { ip })).body.rc, 'InvalidPromptSize');
});

test('prompts of education accounts are rewritten, whatever they say', async () => {
  await bothFilters();
  const school = await horde.user({ username: 'school', kudos: 1000, trusted: true });
  await good('PUT', `/users/${school.id}`, mod, { education: true });
  assert.match(await promptOf(school, 'zorb quim', { replacement_filter: false }), /^lamp quim###child/);
});

test('a model that may be unsafe gets no words for the young, by the rules of the house and by the filters', async () => {
  const models = { models: [NSFW_MODEL] };
  assert.match(
    await promptOf(alice, 'a Student (girl:1.2) by the sea', models),
    /^a adult woman by the sea###child, /,
  );
  assert.equal(
    await promptOf(alice, 'a student by the sea'),
    'a student by the sea',
    'another model gets them',
  );
  assert.equal(
    await promptOf(alice, 'a girl by the sea', models),
    'a girl by the sea',
    'no word for the young alone',
  );
  await filter(10, 'zorb', 'lamp');
  assert.match(await promptOf(alice, 'a zorb', models), /^a lamp###/);
  assert.match(
    await promptOf(alice, 'a zorb', { models: ['SDXL 1.0', NSFW_MODEL] }),
    /^a lamp###/,
    'one of them is enough',
  );
});

test('a prompt for such a model of which nothing is left is refused in other words, without a time-out', async () => {
  const ip = freshIp();
  const { status, body } = await ask(alice, 'kindergarten', { models: [NSFW_MODEL] }, { ip });
  assert.deepEqual([status, body.rc], [400, 'CorruptPrompt']);
  assert.match(body.message, /unethical images/);
  assert.equal(await secondsOf(ip), undefined);
});

test('words of age in a prompt for an adult model are rewritten, and left alone for others', async () => {
  for (const age of ['young', 'youthful', '12 years old', '9-yo'])
    assert.match(
      await promptOf(alice, `a ${age} heron at sea`, { models: [NSFW_MODEL] }),
      /^a adult heron at sea###child/,
      age,
    );
  assert.equal(await promptOf(alice, 'a young heron at sea'), 'a young heron at sea');
});

test('every prompt of a flagged account is rewritten', async () => {
  const flagged = await horde.user({ username: 'flagged', kudos: 100 });
  await good('PUT', `/users/${flagged.id}`, mod, { flagged: true });
  assert.match(await promptOf(flagged, 'a (red:1.2) boat###rain'), /^a red boat###child, .*, rain$/);
  assert.match((await ask(flagged, '!!!')).body.message, /unethical images/);
});

test('a dry run is looked through as well', async () => {
  await bothFilters();
  const { body } = await ask(
    alice,
    'zorb quim',
    { dry_run: true, replacement_filter: false },
    { ip: freshIp() },
  );
  assert.equal(body.rc, 'CorruptPrompt');
});

test('a refused prompt is kept for 30 days, in pages, and its readers are on record', async () => {
  await bothFilters();
  await db.query('DELETE FROM refused_prompts');
  for (let i = 0; i < 3; i += 1) await bad();
  const first = await good('GET', '/operations/prompts?limit=2', mod);
  const second = await good('GET', `/operations/prompts?limit=2&before=${first.next}`, mod);
  assert.deepEqual([first.prompts.length, second.prompts.length, second.next], [2, 1, undefined]);
  const { entries } = await good('GET', '/operations/audit?action=prompts', mod);
  assert.deepEqual([entries[0].actor, entries[0].action], [mod.alias, 'prompts.read']);
  const { rc } = (await call('GET', '/operations/prompts', alice)).body;
  assert.equal(rc, 'NotModerator');
});
