import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { ALCHEMY_FORMS } from '@openhorde/contract';
import { startReceiver, until } from '@openhorde/testkit';
import fc from 'fast-check';
import { alchemyHorde } from './alchemyHorde.fixture.ts';

const receiver = await startReceiver();
const town = await alchemyHorde(receiver.outbound);
after(async () => {
  await town.stop();
  await receiver.close();
});
const { ask, pop, submit, call, asker, knower, base64, horde } = town;
const calm = horde.horde.modes;

const refusal = async (fields: object, apikey = asker.apikey) => {
  const body = { source_image: base64, forms: [{ name: 'caption' }], ...fields };
  const { status, body: answer } = await call('POST', '/async', { apikey, body });
  return [status, answer.rc];
};

describe('a request is refused', () => {
  afterEach(() => {
    horde.horde.modes = calm;
  });

  test('while the horde is in maintenance, before anything else is looked at', async () => {
    horde.horde.modes = () => ({ ...calm(), maintenance: true });
    assert.deepEqual(await refusal({ webhook: 'http://example.org' }, 'wrong'), [400, 'MaintenanceMode']);
  });

  test('for a webhook that is not https, before the key is looked at', async () => {
    assert.deepEqual(await refusal({ webhook: 'http://example.org' }, 'wrong'), [400, 'BadRequest']);
  });

  test('for an unknown key, and for an account that is deleted', async () => {
    assert.deepEqual(await refusal({}, 'wrong'), [401, 'InvalidAPIKey']);
    const gone = await horde.user({ username: 'gone' });
    await horde.features.accounts.setRoles(gone.id, { deleted: true });
    assert.deepEqual(await refusal({}, gone.apikey), [403, 'DeletedUser']);
  });

  test('without forms, and with payloads without end', async () => {
    assert.deepEqual(await refusal({ forms: [] }), [400, 'BadRequest']);
    const payload = { a: 'x'.repeat(70_000) };
    assert.deepEqual(await refusal({ forms: [{ name: 'caption', payload }] }), [400, 'BadRequest']);
  });

  test('with a NUL character in it', async () => {
    const forms = [{ name: 'caption', payload: { a: '\0' } }];
    assert.deepEqual(await refusal({ forms }), [400, 'NulByteInPayload']);
  });

  test('when ten times the concurrency of its account wait or run', async () => {
    const modest = await horde.user({ username: 'modest' });
    await horde.horde.db.query('UPDATE users SET concurrency = 1 WHERE id = $1', [modest.id]);
    const forms = ALCHEMY_FORMS.slice(0, 6).map(name => ({ name }));
    assert.deepEqual(await refusal({ forms }, modest.apikey), [202, undefined]);
    assert.deepEqual(await refusal({ forms }, modest.apikey), [429, 'TooManyPrompts']);
    assert.deepEqual(await refusal({ forms: forms.slice(0, 4) }, modest.apikey), [202, undefined]);
    assert.deepEqual(await refusal({}, modest.apikey), [429, 'TooManyPrompts']);
  });
});

test('the same form twice is one', async () => {
  const { forms } = await town.status(await ask(['palette', 'palette', 'nsfw']));
  assert.deepEqual(
    forms!.map(({ form }) => form),
    ['palette', 'nsfw'],
  );
});

test('forms that no worker can do right now are named at once and on status, with the reasons, but not in a raid', async () => {
  const body = { source_image: base64, forms: [{ name: 'caption' }, { name: 'RestoreFormer' }] };
  await pop(['caption']);
  const { body: answer } = await call<{ id: string; message?: string; reasons: unknown[] }>(
    'POST',
    '/async',
    { body },
  );
  assert.match(answer.message!, /right now: RestoreFormer\./);
  const why = {
    workers: 1,
    constraints: [
      { name: 'form_offered', message: 'These workers do not serve this form.', workers: 1, alone: 1 },
    ],
  };
  assert.deepEqual(answer.reasons, [{ form: 'RestoreFormer', ...why }]);
  const { forms } = await town.status(answer.id);
  assert.deepEqual(
    forms!.map(({ reasons }) => reasons),
    [undefined, why],
  );
  horde.horde.modes = () => ({ ...calm(), raid: true });
  assert.deepEqual(Object.keys((await call('POST', '/async', { body })).body), ['id']);
  assert.equal((await town.status(answer.id)).forms![1]!.reasons, undefined);
  horde.horde.modes = calm;
});

test('a result is posted to the webhook, one of a cancelled form is not', async () => {
  const id = await ask(['describe', 'aesthetic'], { webhook: receiver.url('/forms') });
  const forms = await pop(['describe', 'aesthetic'], { amount: 2 });
  await submit(forms[0]!.id, { [forms[0]!.form]: 'teal', nothing: null });
  await call('DELETE', `/status/${id}`, {});
  const [posted] = await until('a result came', async () => {
    const all = receiver.received('/forms');
    return all.length > 0 && all;
  });
  const worker = horde.horde.workers.byName('Knower')!;
  assert.deepEqual(JSON.parse(posted!.body), {
    form: forms[0]!.form,
    state: 'done',
    result: { [forms[0]!.form]: 'teal' },
    worker_id: worker.id,
    worker_name: 'Knower',
    request: id,
    id: forms[0]!.id,
    kudos: 1,
  });
  const { rows } = await horde.horde.db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM webhook_deliveries WHERE url = $1',
    [receiver.url('/forms')],
  );
  assert.equal(rows[0]!.count, 1);
});

describe('a submit', () => {
  test('is refused in its order', async () => {
    const id = await ask(['vectorize']);
    const waiting = (
      await horde.horde.db.query<{ id: string }>('SELECT id FROM requests WHERE parent_id = $1', [id])
    ).rows[0]!;
    assert.deepEqual(await submit(waiting.id, {}), [404, 'InvalidJobID'], 'never handed out');
    const [form] = await pop(['vectorize']);
    assert.deepEqual(await submit(id, {}), [404, 'InvalidJobID'], 'the request is no form');
    assert.deepEqual(await submit(form!.id, {}, {}, 'wrong'), [401, 'InvalidAPIKey']);
    assert.deepEqual(await submit(form!.id, {}, {}, asker.apikey), [403, 'WrongCredentials']);
    assert.deepEqual(await submit(form!.id, { vectorize: '\0' }), [400, 'NulByteInPayload']);
    assert.deepEqual(await submit(form!.id, { vectorize: [1] }), [200, 1]);
    assert.deepEqual(await submit(form!.id, { vectorize: [1] }), [400, 'DuplicateGen']);
  });

  test('that comes twice while its worker is in maintenance is no error', async () => {
    await ask(['caption']);
    const [form] = await pop(['caption']);
    await submit(form!.id, { caption: 'teal' });
    horde.horde.workers.update(horde.horde.workers.byName('Knower')!, { maintenance: true });
    assert.deepEqual(await submit(form!.id, { caption: 'teal' }), [200, 0]);
    horde.horde.workers.update(horde.horde.workers.byName('Knower')!, { maintenance: false });
  });
});

describe('whatever is sent, nothing breaks', () => {
  const some = (values: fc.Arbitrary<unknown>[]) => fc.oneof(...values, fc.jsonValue());
  const form = fc.record(
    { name: some([fc.constantFrom(...ALCHEMY_FORMS)]), payload: fc.jsonValue() },
    { requiredKeys: [] },
  );
  const never5xx = (path: string, body: fc.Arbitrary<unknown>, apikey: string) =>
    fc.assert(
      fc.asyncProperty(body, async sent => {
        const { status } = await call('POST', path, { apikey, body: sent });
        assert.ok(status < 500, `${status}`);
      }),
      { numRuns: 150 },
    );

  test('in a request', () =>
    never5xx(
      '/async',
      fc.record(
        {
          forms: some([fc.array(form, { maxLength: 4 })]),
          source_image: some([fc.constant(base64), fc.webUrl({ validSchemes: ['http'] }), fc.base64String()]),
          trusted_workers: fc.jsonValue(),
          slow_workers: some([fc.boolean()]),
          webhook: some([fc.webUrl({ validSchemes: ['https'] })]),
        },
        { requiredKeys: [] },
      ),
      '0000000000',
    ));

  test('in a pop', () =>
    never5xx(
      '/pop',
      fc.record(
        {
          name: some([fc.constant('Knower'), fc.string()]),
          priority_usernames: some([fc.array(fc.constantFrom('a#1', 'b#', '#2', 'c#99999999999999999999'))]),
          forms: some([fc.subarray([...ALCHEMY_FORMS])]),
          amount: some([fc.integer()]),
          bridge_agent: some([fc.string()]),
          threads: some([fc.integer({ min: -1, max: 101 })]),
          max_tiles: some([fc.integer({ min: -1, max: 257 })]),
          require_upfront_kudos: fc.jsonValue(),
          allow_unsafe_ipaddr: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
      knower.apikey,
    ));

  test('in a result', async () => {
    await ask(['caption', 'nsfw']);
    const ids = (await pop([...ALCHEMY_FORMS], { amount: 100 })).map(({ id }) => id);
    await never5xx(
      '/submit',
      fc.record(
        {
          id: some([fc.constantFrom(...ids), fc.uuid()]),
          result: fc.jsonValue(),
          state: some([fc.constantFrom('ok', 'faulted')]),
        },
        { requiredKeys: [] },
      ),
      knower.apikey,
    );
  });
});
