import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestHorde, type TestUser } from '@openhorde/testkit';
import fc from 'fast-check';
import { reconcile } from '../../core/kudos/index.ts';

const horde = await startTestHorde({ ADMINS: 'root#1', KUDOS_AWARDERS: '1' });
test.after(() => horde.stop());
const root = await horde.user({ username: 'root', moderator: true });
const { db } = horde.horde;

interface Sent {
  status: number;
  body: { transferred?: number; rc?: string; errors?: Record<string, string> };
}

async function send(from: TestUser, username: unknown, amount?: unknown, key?: string): Promise<Sent> {
  const { status, body } = await horde.call('POST', '/kudos/transfer', {
    apikey: from.apikey,
    body: { username, amount },
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });
  return { status, body };
}

async function kudosOf(id: number): Promise<number> {
  const { rows } = await db.query<{ balance: number }>(
    "SELECT balance FROM kudos_accounts WHERE account = 'user:' || $1::int",
    [id],
  );
  return rows[0]?.balance ?? 0;
}

async function ledgerIsClean(): Promise<void> {
  const { sum, unbalancedEvents, wrongBalances, belowFloor } = await reconcile(db.pool);
  assert.deepEqual([sum, unbalancedEvents, wrongBalances, belowFloor], [0, [], [], []]);
}

/** The pause between two accounts is not what these tests are about. */
const forgetPauses = () =>
  db.query("UPDATE kudos_transfers SET created_at = created_at - interval '2 minutes'");

test('a hundred transfers at once: the sum is kept, nobody falls below the floor, and no retry pays twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 25, max: 400 }), { minLength: 4, maxLength: 4 }),
      fc.array(
        fc.record({
          from: fc.nat(3),
          to: fc.nat(3),
          amount: fc.integer({ min: 1, max: 150 }),
          // A client that got no answer tries again, with the same key.
          tries: fc.integer({ min: 1, max: 3 }),
          keyed: fc.boolean(),
        }),
        { minLength: 100, maxLength: 100 },
      ),
      async (balances, wishes) => {
        const people = await Promise.all(balances.map(kudos => horde.user({ kudos })));
        const before = balances.reduce((sum, kudos) => sum + kudos, 0);
        const answers = await Promise.all(
          wishes.map(async ({ from, to, amount, tries, keyed }, i) => {
            const key = keyed ? `wish ${i}` : undefined;
            const once = () => send(people[from]!, people[to]!.alias, amount, key);
            return Promise.all(Array.from({ length: keyed ? tries : 1 }, once));
          }),
        );
        const sent = people.map(() => 0);
        const received = people.map(() => 0);
        answers.forEach((all, i) => {
          const { from, to, amount } = wishes[i]!;
          if (all.some(({ status }) => status === 200)) {
            sent[from]! += amount;
            received[to]! += amount;
          }
          for (const { status, body } of all)
            assert.ok(status === 200 || (status === 400 && body.rc), `${status} ${JSON.stringify(body)}`);
        });
        const after = await Promise.all(people.map(({ id }) => kudosOf(id)));
        assert.equal(
          after.reduce((sum, kudos) => sum + kudos, 0),
          before,
          'the sum is kept',
        );
        after.forEach((kudos, i) => {
          assert.ok(kudos >= 25, `${kudos} is below the floor`);
          assert.equal(
            kudos,
            balances[i]! - sent[i]! + received[i]!,
            'each answer of 200 moved its kudos once',
          );
        });
      },
    ),
    { numRuns: 5 },
  );
  await ledgerIsClean();
});

test('many want all that one account has: as many get it as it can pay', async () => {
  const rich = await horde.user({ kudos: 1025 });
  const others = await Promise.all(Array.from({ length: 40 }, () => horde.user()));
  const answers = await Promise.all(others.map(other => send(rich, other.alias, 100)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 10);
  for (const { status, body } of answers) if (status !== 200) assert.equal(body.rc, 'KudosTransferNotEnough');
  assert.equal(await kudosOf(rich.id), 25);
});

test('kudos that a request has promised cannot be sent away', async () => {
  const ada = await horde.user({ kudos: 200 });
  const bo = await horde.user();
  const body = { prompt: 'a heron', models: ['emoji-64'], slow_workers: false };
  const { status } = await horde.call('POST', '/generate/async', { apikey: ada.apikey, body });
  assert.equal(status, 202);
  const { rows } = await db.query<{ remaining: number }>(
    'SELECT remaining FROM kudos_holds WHERE user_id = $1 AND released_at IS NULL',
    [ada.id],
  );
  const free = Math.floor((await kudosOf(ada.id)) - 25 - rows[0]!.remaining);
  assert.equal((await send(ada, bo.alias, free + 1)).body.rc, 'KudosTransferNotEnough');
  assert.equal((await send(ada, bo.alias, free)).status, 200);
});

test('kudos to a shared key reach its owner once, and its limit grows by them', async () => {
  const owner = await horde.user();
  const giver = await horde.user({ kudos: 500 });
  const made = await horde.call('PUT', '/sharedkeys', { apikey: owner.apikey, body: { kudos: 0 } });
  const { id } = made.body as { id: string };
  const left = async () => ((await horde.call('GET', `/sharedkeys/${id}`)).body as { kudos: number }).kudos;
  await Promise.all(Array.from({ length: 5 }, () => send(giver, id, 60, 'once')));
  assert.equal(await left(), 60);
  assert.equal(await kudosOf(owner.id), 60);
  // The owner's name with the same key is the same transfer.
  assert.deepEqual((await send(giver, owner.alias, 60, 'once')).body, { transferred: 60 });
  await horde.call('PATCH', `/sharedkeys/${id}`, { apikey: owner.apikey, body: { kudos: -1 } });
  assert.equal((await send(giver, id, 10)).status, 200);
  assert.equal(await left(), -1, 'without a limit there is none to raise');
  await horde.call('PATCH', `/sharedkeys/${id}`, { apikey: owner.apikey, body: { expiry: -5 } });
  assert.deepEqual((await send(giver, id, 10)).body.rc, 'SharedKeyExpired');
});

test('an idempotency key answers as it did, and its checks are made again', async () => {
  const ada = await horde.user({ kudos: 100 });
  const bo = await horde.user();
  assert.deepEqual((await send(ada, bo.alias, 75, 'k')).body, { transferred: 75 });
  assert.deepEqual((await send(ada, bo.alias, 75, 'k')).body, { transferred: 75 }, 'whatever is left by now');
  assert.equal((await send(ada, bo.alias, 74, 'k')).body.rc, 'IdempotencyKeyConflict');
  await horde.features.accounts.setRoles(bo.id, { flagged: true });
  assert.equal((await send(ada, bo.alias, 75, 'k')).body.rc, 'TargetAccountFlagged');
});

test('a refused transfer uses up no key and starts no pause', async () => {
  const ada = await horde.user({ kudos: 100 });
  const bo = await horde.user({ kudos: 100 });
  assert.equal((await send(ada, bo.alias, 500, 'later')).body.rc, 'KudosTransferNotEnough');
  assert.equal((await send(bo, ada.alias, 10)).status, 200, 'no pause');
  await forgetPauses();
  await horde.features.accounts.giveKudos(ada.id, 100_000);
  assert.equal((await send(ada, bo.alias, 600, 'later')).status, 200, 'another amount under the same key');
});

test('each reason to refuse a transfer', async () => {
  const ada = await horde.user({ kudos: 500 });
  const bo = await horde.user({ kudos: 500 });
  const rc = async (...args: Parameters<typeof send>) => {
    const { status, body } = await send(...args);
    return [status, body.rc];
  };
  const anonymous = { id: 0, alias: 'Anonymous#0', apikey: '0000000000' };
  assert.deepEqual(await rc({ ...ada, apikey: 'nobody' }, bo.alias, 1), [401, 'InvalidAPIKey']);
  assert.deepEqual(await rc(anonymous, bo.alias, 1), [400, 'KudosTransferFromAnon']);
  assert.deepEqual(await rc(ada, 'nobody#2147483000', 1), [400, 'InvalidTargetUsername']);
  assert.deepEqual(await rc(ada, anonymous.alias, 1), [400, 'KudosTransferToAnon']);
  assert.deepEqual(await rc(ada, ada.alias, 1), [400, 'KudosTransferToSelf']);
  assert.deepEqual(await rc(ada, bo.alias, -1), [400, 'NegativeKudosTransfer']);
  assert.deepEqual(await rc(ada, bo.alias, 0.9), [400, 'InvalidKudosTransferAmount']);
  assert.deepEqual(await rc(ada, bo.alias, 476), [400, 'KudosTransferNotEnough']);
  assert.deepEqual(await rc(ada, bo.alias, 900_000_000_000_000), [400, 'KudosTransferNotEnough']);
  await send(ada, bo.alias, 1);
  assert.deepEqual(await rc(bo, ada.alias, 1), [400, 'TooFastKudosTransfers']);
  await forgetPauses();
  assert.deepEqual(await rc(bo, ada.alias, 1), [200, undefined]);
  await forgetPauses();
  const { accounts } = horde.features;
  await accounts.change({ userId: ada.id, set: { suspicions: 5 } });
  assert.deepEqual(await rc(ada, bo.alias, 1), [400, 'FaultWhenKudosSending']);
  assert.deepEqual(await rc(bo, ada.alias, 1), [400, 'FaultWhenKudosReceiving']);
  await accounts.setRoles(ada.id, { trusted: true });
  assert.deepEqual(await rc(ada, bo.alias, 1), [200, undefined], 'trusted accounts are never suspicious');
  await accounts.setRoles(ada.id, { flagged: true });
  assert.deepEqual(await rc(ada, bo.alias, 1), [400, 'SourceAccountFlagged']);
  assert.deepEqual(await rc(bo, ada.alias, 1), [400, 'TooFastKudosTransfers']);
  await forgetPauses();
  assert.deepEqual(await rc(bo, ada.alias, 1), [400, 'TargetAccountFlagged']);
  await accounts.setRoles(ada.id, { flagged: false, education: true });
  assert.deepEqual(await rc(ada, bo.alias, 1), [400, 'EducationCannotSendKudos']);
  await accounts.setRoles(ada.id, { education: false, deleted: true });
  assert.deepEqual(await rc(ada, bo.alias, 1), [400, 'DeletedUser']);
  assert.deepEqual(await rc(bo, ada.alias, 1), [400, 'DeletedUser']);
});

test('bodies of every shape are refused with what is wrong, and move nothing', async () => {
  const ada = await horde.user({ kudos: 500 });
  const bo = await horde.user();
  const fields = async (body: unknown) => {
    const answered = await horde.call('POST', '/kudos/transfer', { apikey: ada.apikey, body });
    const { errors = {}, rc } = answered.body as { errors?: object; rc?: string };
    return [answered.status, rc ?? Object.keys(errors)[0]];
  };
  assert.deepEqual(await fields({}), [400, 'username']);
  assert.deepEqual(await fields([]), [400, 'username']);
  assert.deepEqual(await fields('no json'), [400, 'username']);
  assert.deepEqual(await fields({ username: null, amount: 5 }), [400, 'username']);
  assert.deepEqual(await fields({ username: bo.alias, amount: null }), [400, 'amount']);
  assert.deepEqual(await fields({ username: bo.alias, amount: 'five' }), [400, 'amount']);
  assert.deepEqual(await fields({ username: bo.alias, amount: [5] }), [400, 'amount']);
  assert.deepEqual(await fields({ username: `${bo.alias}\u0000`, amount: 5 }), [400, 'NulByteInPayload']);
  assert.deepEqual(await fields({ username: { id: bo.id }, amount: 5 }), [400, 'InvalidTargetUsername']);
  assert.equal(await kudosOf(ada.id), 500);
});

test('awards are made by those whom the operator has named, and may be taken back', async () => {
  const bo = await horde.user();
  const award = async (by: { apikey: string }, username: string, amount?: number) => {
    const body = { username, ...(amount !== undefined && { amount }) };
    const answered = await horde.call('POST', '/kudos/award', { apikey: by.apikey, body });
    const { rc, awarded } = answered.body as { rc?: string; awarded?: number };
    return [answered.status, rc ?? awarded];
  };
  assert.deepEqual(await award(root, bo.alias), [200, 100]);
  assert.equal(await kudosOf(bo.id), 100);
  assert.deepEqual(await award(root, bo.alias, -30), [200, -30]);
  assert.equal(await kudosOf(bo.id), 70);
  const { body } = await horde.call('GET', `/users/${bo.id}`);
  assert.equal((body as { kudos_details: { awarded: number } }).kudos_details.awarded, 70);
  assert.deepEqual(await award(bo, root.alias), [403, 'NotAllowedAwards']);
  assert.deepEqual(await award(root, 'nobody'), [400, 'InvalidAwardUsername']);
  assert.deepEqual(await award(root, 'Anonymous#0'), [400, 'KudosAwardToAnon']);
  assert.deepEqual(await award(root, bo.alias, 99_000_000_000_000), [400, 'BadRequest']);
  await horde.features.accounts.setRoles(bo.id, { flagged: true });
  assert.deepEqual(await award(root, bo.alias), [400, 'TargetAccountFlagged']);
  await horde.features.accounts.setRoles(root.id, { deleted: true });
  assert.deepEqual(await award(root, bo.alias), [403, 'DeletedUser']);
  await horde.features.accounts.setRoles(root.id, { deleted: false });
});

test('a caller reads every movement of his own account, the latest first, page by page', async () => {
  const ada = await horde.user({ kudos: 100 });
  const bo = await horde.user();
  const school = await horde.user();
  await horde.features.accounts.setRoles(school.id, { education: true });
  await send(ada, bo.alias, 30, 'first');
  await send(ada, school.alias, 20);
  await horde.features.accounts.giveKudos(ada.id, -100_000);
  const read = async (query: string, apikey = ada.apikey) =>
    (await horde.call('GET', `/users/${ada.id}/ledger${query}`, { apikey })).body as {
      movements: Record<string, unknown>[];
      next?: number;
      rc?: string;
    };
  const all = await read('');
  assert.deepEqual(
    all.movements.map(({ cause, amount, balance, other }) => [cause, amount, balance, other]),
    [
      ['floor', 975, 25, undefined],
      ['admin', -1000, -950, undefined],
      ['transfer', -20, 50, school.alias],
      ['transfer', -30, 70, bo.alias],
      ['admin', 100, 100, undefined],
    ],
  );
  assert.equal(all.next, undefined);
  const seen: unknown[] = [];
  let next: number | undefined;
  do {
    const page: { movements: Record<string, unknown>[]; next?: number } = await read(
      `?limit=2${next === undefined ? '' : `&before=${next}`}`,
    );
    seen.push(...page.movements);
    next = page.next;
  } while (next !== undefined);
  assert.deepEqual(seen, all.movements);
  assert.equal((await read('', bo.apikey)).rc, 'NotUserOrMod');
  assert.equal((await read('', root.apikey)).movements.length, 5);
  const { body: anonymous } = await horde.call('GET', '/users/0/ledger', { apikey: '0000000000' });
  assert.equal((anonymous as { rc: string }).rc, 'AnonForbidden');
});

test('kudos that are held back show in the record as well', async () => {
  const ada = await horde.user({ kudos: 100 });
  await db.query(
    "INSERT INTO kudos_events (event_id, kind) VALUES ('test:escrow', 'test') ON CONFLICT DO NOTHING",
  );
  await db.query(
    `INSERT INTO kudos_postings (event_id, account, amount, entry, balance)
     VALUES ('test:escrow', 'escrow:' || $1::int, 5, 'escrow', 5), ('test:escrow', 'mint', -5, 'escrow', -5)`,
    [ada.id],
  );
  await db.query(
    `INSERT INTO kudos_accounts (account, balance) VALUES ('escrow:' || $1::int, 5), ('mint', -5)
     ON CONFLICT (account) DO UPDATE SET balance = kudos_accounts.balance + excluded.balance`,
    [ada.id],
  );
  const { body } = await horde.call('GET', `/users/${ada.id}/ledger`, { apikey: ada.apikey });
  const [latest] = (body as { movements: { account: string; amount: number }[] }).movements;
  assert.deepEqual([latest?.account, latest?.amount], ['escrow', 5]);
});
