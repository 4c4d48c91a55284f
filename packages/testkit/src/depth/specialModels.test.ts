import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, askAnyway, dreamer, startImageHorde, userWith } from './play.ts';

// Models that belong to one user: `horde_special…::name#id`.

const horde = await startImageHorde();
after(() => horde.stop());
const sandra = await userWith(horde, { special: true }, { username: 'sandra', kudos: 10_000, trusted: true });
const other = await userWith(horde, { special: true }, { username: 'other', kudos: 10_000 });
const plain = await horde.user({ username: 'plain', kudos: 10_000 });
const MODEL = `horde_special_tryout::${sandra.alias}`;
const SPECIAL = { settings: { deep: [1, { er: true }] } };

test('a special user offers her own model, asks for it with all that it needs, and no other user hears of it', async () => {
  const hers = dreamer(horde, sandra, { name: 'hers', models: [MODEL] });
  assert.equal((await hers.pop()).id, null);
  await dreamer(horde, sandra, { name: 'usual' }).pop();
  const { message } = await ask(horde, sandra, { models: [MODEL], params: { special: SPECIAL } as never });
  assert.equal(message, undefined, 'a worker can take it');
  const popped = await hers.pop();
  assert.equal(popped.model, MODEL);
  assert.deepEqual(popped.payload.special, SPECIAL);
  assert.ok((await hers.submit(popped.id!)).reward > 0);
  const { body } = await horde.call('GET', '/status/models?model_state=all');
  const names = (body as { name: string }[]).map(({ name }) => name);
  assert.ok(names.includes('Deliberate') && !names.some(name => name.includes('special')), names.join());
  const { rows } = await horde.horde.db.query('SELECT model FROM work_minutes');
  assert.deepEqual(rows, []);
});

test('a worker with a special model gets no request that leaves the model open', async () => {
  await ask(horde, plain, { models: [] });
  assert.equal((await dreamer(horde, sandra, { name: 'hers too', models: [MODEL] }).pop()).id, null);
  assert.notEqual((await dreamer(horde, sandra, { name: 'usual' }).pop()).id, null);
});

test('others neither ask for it nor offer it', async () => {
  const refusal = async (user: typeof plain, models: string[], special?: object) => {
    const params = special ? ({ special } as never) : {};
    const { status, body } = await askAnyway(horde, user, { models, params });
    return [status, body.rc];
  };
  assert.deepEqual(await refusal(plain, [MODEL], SPECIAL), [403, 'SpecialModelNeedsSpecialUser']);
  assert.deepEqual(await refusal(other, [MODEL], SPECIAL), [403, 'SpecialForbidden']);
  assert.deepEqual(await refusal(sandra, ['horde_special'], SPECIAL), [400, 'SpecialMissingUsername']);
  assert.deepEqual(await refusal(sandra, [MODEL]), [400, 'SpecialMissingPayload']);
  assert.deepEqual(await refusal(plain, ['Deliberate'], SPECIAL), [400, 'SpecialFieldNeedsSpecialUser']);
  const body = { name: 'thief', models: [MODEL, 'Deliberate'], bridge_agent: 'x:1:y' };
  const stolen = await horde.call('POST', '/generate/pop', { apikey: other.apikey, body });
  assert.equal(stolen.status, 400);
  const unknown = await horde.call('POST', '/generate/pop', {
    apikey: plain.apikey,
    body: { ...body, name: 'stranger', models: [MODEL] },
  });
  assert.equal(unknown.status, 400, 'without special rights it is no model at all');
});
