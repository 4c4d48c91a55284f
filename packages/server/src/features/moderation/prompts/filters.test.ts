import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { guardedHorde } from '../guardedHorde.fixture.ts';
import { parsePromptRules, readPromptRules } from './promptRules.ts';

const stage = await guardedHorde({ FILTER_TESTERS: 'owner#2' });
const { horde, alice, owner, mod, boss, call, good, ask, filter } = stage;
after(() => stage.stop());

const refused = async (...parameters: Parameters<typeof call>): Promise<[number, string]> => {
  const { status, body } = await call(...parameters);
  return [status, body.rc];
};

test('an expression that cannot be matched in linear time is refused with the reason', async () => {
  for (const regex of ['(', '(?!zorb)', '(zorb)\\1', 'a**']) {
    const { status, body } = await call('PUT', '/filters', mod, { regex, filter_type: 29 });
    assert.deepEqual([status, body.rc], [400, 'BadRequest'], regex);
    assert.match(body.message, /RE2/);
  }
  const { id } = await filter(29, 'fine');
  assert.deepEqual(await refused('PATCH', `/filters/${id}`, mod, { regex: '(' }), [400, 'BadRequest']);
  assert.equal((await good('GET', `/filters/${id}`, mod)).regex, 'fine');
});

test('NUL characters, too long and empty expressions are refused', async () => {
  assert.deepEqual(await refused('PUT', '/filters', mod, { regex: 'a\0b', filter_type: 29 }), [
    400,
    'NulByteInPayload',
  ]);
  const texts = { description: 'x\0', replacement: 'x\0' };
  for (const [field, value] of Object.entries(texts)) {
    const body = { regex: 'ab', filter_type: 29, [field]: value };
    assert.deepEqual(await refused('PUT', '/filters', mod, body), [400, 'NulByteInPayload'], field);
  }
  for (const regex of ['', 'x'.repeat(5001)]) {
    const { status, body } = await call('PUT', '/filters', mod, { regex, filter_type: 29 });
    assert.equal(status, 400);
    assert.ok(body.errors.regex);
  }
});

test('a filter that becomes another one is refused', async () => {
  await filter(28, 'first');
  const { id } = await filter(28, 'second');
  assert.deepEqual(await refused('PATCH', `/filters/${id}`, mod, { regex: 'first' }), [400, 'BadRequest']);
  assert.deepEqual(await refused('PATCH', `/filters/${id}`, mod, {}), [400, 'NoFilterModSelected']);
});

test('numbers that are none, or beyond those of the database, are not found', async () => {
  for (const id of ['abc', '-1', '1.5', '2147483648', '99999999999999999999']) {
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? { regex: 'x' } : undefined;
      assert.deepEqual(
        await refused(method, `/filters/${id}`, mod, body),
        [404, 'FilterNotFound'],
        `${method} ${id}`,
      );
    }
  }
});

test('filters that were written in one go all count, and one that is deleted no more', async () => {
  const made = await Promise.all(['alpha', 'beta', 'gamma'].map(regex => filter(10, regex)));
  await filter(20, 'quim');
  for (const word of ['alpha', 'beta', 'gamma'])
    assert.equal((await good('POST', '/filters', mod, { prompt: `${word} quim` })).suspicion, '2');
  const [{ regex }] = await good('GET', '/filters/regex?filter_type=10', mod);
  assert.deepEqual(regex.split('|').sort(), ['(?:alpha)', '(?:beta)', '(?:gamma)']);
  await good('DELETE', `/filters/${made[0].id}`, mod);
  assert.equal((await good('POST', '/filters', mod, { prompt: 'alpha quim' })).suspicion, '1');
});

test('one that came past the door does not take the others with it', async () => {
  await horde.horde.db.query(
    `INSERT INTO filters (regex, filter_type, user_id, changed_at) VALUES ('(?!broken', 10, $1, now())`,
    [mod.id],
  );
  await filter(10, 'delta');
  assert.equal((await good('POST', '/filters', mod, { prompt: 'delta quim' })).suspicion, '2');
});

test('an account that the operator trusts with it may try the filters, and nothing else of them', async () => {
  assert.equal((await good('POST', '/filters', owner, { prompt: 'quim' })).suspicion, '1');
  assert.deepEqual(await refused('GET', '/filters', owner), [403, 'NotModerator']);
  assert.deepEqual(await refused('POST', '/filters', alice, { prompt: 'quim' }), [403, 'NotModerator']);
});

test('the worst expression stalls nobody', async () => {
  await filter(20, '(a+)+(b+)+$');
  const startedAt = process.cpuUsage().user;
  const { status } = await ask(alice, 'a'.repeat(50_000));
  assert.equal(status, 202);
  assert.ok((process.cpuUsage().user - startedAt) / 1000 < 3000);
});

test('each change is on record, with the one who made it', async () => {
  const { id } = await filter(27, 'recorded', 'x');
  await good('PATCH', `/filters/${id}`, boss, { description: 'why' });
  await good('DELETE', `/filters/${id}`, mod);
  const { entries } = await good('GET', `/operations/audit?subject=filter:${id}`, mod);
  assert.deepEqual(
    entries.map((entry: { actor: string; action: string }) => [entry.actor, entry.action]),
    [
      [mod.alias, 'filter.delete'],
      [boss.alias, 'filter.change'],
      [mod.alias, 'filter.create'],
    ],
  );
  assert.deepEqual(entries[1].detail, { description: 'why' });
});

test('the rules of the house are read as they are meant, or said to be wrong', async () => {
  const sample = await readPromptRules();
  assert.equal(sample.nsfwModels?.test('a teenager'), true);
  assert.equal(sample.nsfwModels?.test('canteen'), false);
  assert.deepEqual(parsePromptRules({}), { nsfwModels: undefined, substitutions: [], negative: '' });
  for (const wrong of [
    [],
    { nsfwModels: 'x' },
    { nsfwModels: ['('] },
    { substitutions: [{}] },
    { negative: 1 },
  ])
    assert.throws(() => parsePromptRules(wrong), Error, JSON.stringify(wrong));
  await assert.rejects(readPromptRules('no-such-file.json'), /rules for prompts in no-such-file\.json/);
});
