import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Board, type BoardKind, type Entry, type NewEntry } from './index.ts';

/** A kind of work made of nothing but models and a size. */
interface Needs {
  models: string[];
  size: number;
}
interface Worker {
  models: string[];
  size: number;
  amount: number;
  ownerId: number;
  maintenance: boolean;
  hates: string;
}

/** Of odd epochs workers take one size more. */
let epoch = 0;
const kind: BoardKind<Needs, Worker> = {
  signature: needs => JSON.stringify(needs),
  models: needs => needs.models,
  offerKey: offer => JSON.stringify([offer.models, offer.size]),
  epoch: () => epoch,
  groupSkip: (needs, offer) => {
    if (needs.size > offer.size + (epoch % 2)) return 'size';
    return needs.models.length === 0 || needs.models.some(m => offer.models.includes(m))
      ? undefined
      : 'models';
  },
  requestSkip: (entry, offer) => {
    if (offer.maintenance && entry.userId !== offer.ownerId) return 'hidden';
    return entry.promptHead === offer.hates ? 'blacklist' : undefined;
  },
  zeroCounters: () => ({ models: 0 }),
  countGroup(counters, needs, offer, size) {
    const reason = kind.groupSkip(needs, offer);
    if (reason) counters[reason] = (counters[reason] ?? 0) + size;
    return !reason;
  },
  countRequest(counters, entry, offer) {
    const reason = kind.requestSkip(entry, offer);
    if (reason && reason !== 'hidden') counters[reason] = (counters[reason] ?? 0) + 1;
  },
  slice: (entry, offer) => Math.min(offer.amount, entry.waiting - entry.reserved),
  priorityUsers: offer => [offer.ownerId],
  onlyPriority: offer => offer.maintenance,
};

const MODELS = ['a', 'b', 'c'];
const models = fc.uniqueArray(fc.constantFrom(...MODELS), { maxLength: 2 });
const request = fc.record({
  userId: fc.integer({ min: 0, max: 4 }),
  orderKey: fc.integer({ min: 0, max: 50 }),
  waiting: fc.integer({ min: 1, max: 4 }),
  prompt: fc.constantFrom('cat', 'dog'),
  models,
  size: fc.integer({ min: 1, max: 3 }),
});
const worker = fc.record({
  models: fc.uniqueArray(fc.constantFrom(...MODELS), { minLength: 1 }),
  size: fc.integer({ min: 1, max: 3 }),
  amount: fc.integer({ min: 1, max: 3 }),
  ownerId: fc.integer({ min: 0, max: 4 }),
  maintenance: fc.boolean(),
  hates: fc.constantFrom('', 'cat', 'dog'),
});

type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

const fieldsOf = (r: Request, id: string): NewEntry<Needs> => ({
  id,
  kind: 'image',
  parentId: null,
  userId: r.userId,
  orderKey: r.orderKey,
  createdAtMs: 0,
  expiresAtMs: 1e12,
  jobs: r.waiting,
  waiting: r.waiting,
  processing: 0,
  finished: 0,
  restarted: 0,
  faulted: false,
  cancelled: false,
  version: 0,
  consumedCents: 0,
  things: 10,
  priceCents: 100,
  promptHead: r.prompt,
  promptLength: r.prompt.length,
  heldBytes: 0,
  resultAsUrl: true,
  shared: false,
  requirements: { models: r.models, size: r.size },
});

const countersOf = ({
  jobs,
  waiting,
  processing,
  finished,
  restarted,
  faulted,
  cancelled,
  consumedCents,
  expiresAtMs,
  version,
}: Entry<Needs>) => ({
  jobs,
  waiting,
  processing,
  finished,
  restarted,
  faulted,
  cancelled,
  consumedCents,
  expiresAtMs,
  version,
});

/** What the board should find, by looking at every request. */
function best(entries: Entry<Needs>[], offer: Worker): Entry<Needs> | undefined {
  const fitting = entries
    .filter(e => e.waiting > e.reserved && !e.faulted)
    .filter(e => !kind.groupSkip(e.group.requirements, offer) && !kind.requestSkip(e, offer))
    .sort((x, y) => y.orderKey - x.orderKey || x.sequence - y.sequence);
  return fitting.find(e => e.userId === offer.ownerId) ?? fitting[0];
}

test('a pop gets what a search through everything finds, and all sums stay true', () => {
  fc.assert(
    fc.property(
      fc.array(request, { maxLength: 60 }),
      fc.array(worker, { maxLength: 60 }),
      (requests, workers) => {
        const board = new Board(kind);
        const entries = requests.map((r, i) => board.add(fieldsOf(r, `r${i}`)));
        for (const offer of workers) {
          const expected = best(entries, offer);
          const match = board.match(offer);
          assert.equal(match?.entry.id, expected?.id);
          if (!match) continue;
          const { entry, amount } = match;
          assert.ok(amount >= 1 && amount <= offer.amount);
          board.claimed(match);
          const before = countersOf(entry);
          board.apply(entry.id, {
            ...before,
            waiting: before.waiting - amount,
            processing: before.processing + amount,
          });
        }
        const waiting = entries.reduce((sum, e) => sum + e.waiting, 0);
        const processing = entries.reduce((sum, e) => sum + e.processing, 0);
        const queued = entries.filter(e => e.waiting > 0);
        assert.deepEqual(board.totals, {
          requests: queued.length,
          waitingJobs: waiting,
          processingJobs: processing,
          things: queued.length * 10,
        });
        for (let userId = 0; userId <= 4; userId += 1) {
          const mine = entries.filter(e => e.userId === userId);
          assert.equal(
            board.waitingOf(userId),
            mine.reduce((sum, e) => sum + e.waiting, 0),
          );
          const named = mine.filter(e => e.group.requirements.models.some(m => m === 'a' || m === 'b'));
          assert.equal(
            board.waitingOf(userId, ['a', 'b']),
            named.reduce((sum, e) => sum + e.waiting, 0),
          );
        }
        queued
          .sort((x, y) => y.orderKey - x.orderKey || x.sequence - y.sequence)
          .forEach((e, index) => {
            assert.equal(board.rank(e)?.index, index);
          });
        for (const e of entries) board.remove(e.id);
        assert.deepEqual(board.totals, { requests: 0, waitingJobs: 0, processingJobs: 0, things: 0 });
        assert.deepEqual([...board.groups()], []);
      },
    ),
    { numRuns: 150 },
  );
});

/** What an empty pop should tell, by looking at every request. */
function counted(entries: Entry<Needs>[], offer: Worker): Record<string, number> {
  const counters: Record<string, number> = { models: 0 };
  for (const entry of entries) {
    if (entry.waiting === 0 || (offer.maintenance && entry.userId !== offer.ownerId)) continue;
    if (kind.countGroup(counters, entry.group.requirements, offer, 1))
      kind.countRequest(counters, entry, offer);
  }
  return counters;
}

test('workers that ask again and again see what has come and gone meanwhile', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: request.map(r => ({ do: 'add' as const, r })) },
    { weight: 2, arbitrary: fc.nat().map(at => ({ do: 'remove' as const, at })) },
    { weight: 1, arbitrary: fc.constant({ do: 'epoch' as const }) },
    { weight: 4, arbitrary: fc.nat().map(at => ({ do: 'pop' as const, at })) },
  );
  const workers = fc.array(worker, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(workers, fc.array(step, { maxLength: 150 }), (offers, steps) => {
      const board = new Board(kind);
      const entries: Entry<Needs>[] = [];
      let count = 0;
      for (const one of steps) {
        if (one.do === 'add') entries.push(board.add(fieldsOf(one.r, `r${count++}`)));
        if (one.do === 'remove')
          for (const { id } of entries.splice(one.at % (entries.length + 1), 1)) board.remove(id);
        if (one.do === 'epoch') epoch += 1;
        if (one.do !== 'pop') continue;
        // Every other time a new object of the same content, as pops bring it.
        const offer = offers[one.at % offers.length]!;
        const asked = one.at % 2 === 0 ? offer : { ...offer };
        assert.deepEqual(board.skipCounters(asked), counted(entries, offer));
        const expected = best(entries, offer);
        for (const entry of entries) {
          const fits = !kind.groupSkip(entry.group.requirements, offer) && !kind.requestSkip(entry, offer);
          assert.equal(board.fits(entry, asked), fits);
        }
        const match = board.match(asked);
        assert.equal(match?.entry.id, expected?.id);
        if (match) board.release(match);
      }
    }),
    { numRuns: 200 },
  );
  epoch = 0;
});

test('a worker that serves little finds it far behind the head of the queue', () => {
  const board = new Board(kind);
  const many: Request = { userId: 1, orderKey: 9, waiting: 1, prompt: 'cat', models: ['a'], size: 1 };
  for (let n = 0; n < 3000; n++) board.add(fieldsOf(many, `many ${n}`));
  const rare = [5, 3].map(orderKey =>
    board.add(fieldsOf({ ...many, orderKey, models: ['b'] }, `rare ${orderKey}`)),
  );
  const offer: Worker = { models: ['b'], size: 1, amount: 1, ownerId: 9, maintenance: false, hates: '' };
  assert.equal(board.match(offer)?.entry, rare[0]);
  assert.equal(board.match(offer)?.entry, rare[1]);
  assert.equal(board.match(offer), undefined);
  assert.deepEqual(board.skipCounters(offer), { models: 3000 });
});

test('a reserved job goes to no other worker, and comes back when it is released', () => {
  const board = new Board(kind);
  const one: Request = { userId: 1, orderKey: 1, waiting: 1, prompt: 'cat', models: ['a'], size: 1 };
  const entry = board.add(fieldsOf(one, 'r'));
  const offer: Worker = { models: ['a'], size: 1, amount: 1, ownerId: 9, maintenance: false, hates: '' };
  const match = board.match(offer)!;
  assert.equal(match.entry, entry);
  assert.equal(board.match(offer), undefined);
  board.release(match);
  assert.equal(board.match(offer)?.entry, entry);
});

test('the answer of an empty pop counts each waiting request under its reason', () => {
  const board = new Board(kind);
  const base: Request = { userId: 1, orderKey: 1, waiting: 2, prompt: 'cat', models: ['a'], size: 1 };
  board.add(fieldsOf({ ...base, models: ['b'] }, 'other model'));
  board.add(fieldsOf({ ...base, size: 3 }, 'too large'));
  board.add(fieldsOf(base, 'hated'));
  const offer: Worker = { models: ['a'], size: 1, amount: 1, ownerId: 9, maintenance: false, hates: 'cat' };
  assert.equal(board.match(offer), undefined);
  assert.deepEqual(board.skipCounters(offer), { models: 1, size: 1, blacklist: 1 });
  assert.deepEqual(board.skipCounters({ ...offer, maintenance: true }), { models: 0 });
});

test('a request that becomes takeable is told: new, given back, released', () => {
  const board = new Board(kind);
  const told: string[] = [];
  board.whenTakeable(entry => told.push(entry.id));
  const one: Request = { userId: 1, orderKey: 1, waiting: 2, prompt: 'cat', models: ['a'], size: 1 };
  const entry = board.add(fieldsOf(one, 'r'));
  board.apply('r', { ...countersOf(entry), waiting: 0, processing: 2 });
  assert.deepEqual(told, ['r']);
  board.apply('r', { ...countersOf(entry), waiting: 1, processing: 1, restarted: 1 });
  assert.deepEqual(told, ['r', 'r']);
});

test('counters that come late do not undo newer ones', () => {
  const board = new Board(kind);
  const one: Request = { userId: 1, orderKey: 1, waiting: 2, prompt: 'cat', models: ['a'], size: 1 };
  const counters = countersOf(board.add(fieldsOf(one, 'r')));
  board.apply('r', { ...counters, waiting: 1, finished: 1, version: 3 });
  const entry = board.apply('r', { ...counters, waiting: 0, processing: 1, finished: 1, version: 2 });
  assert.deepEqual([entry?.waiting, entry?.processing], [1, 0]);
});

test('law: what was matched may go, come again, or be told twice, and nothing breaks or is counted twice', () => {
  const deeds = fc.array(fc.constantFrom('release', 'claimed', 'remove', 'add', 'look'), { maxLength: 12 });
  fc.assert(
    fc.property(request, worker, deeds, (wanted, offer, todo) => {
      const fitting = { ...wanted, models: [], size: 1 };
      const taker = { ...offer, size: 3, maintenance: false, hates: '' };
      const board = new Board(kind);
      let waiters = 0;
      board.whenTakeable(entry => {
        // As those who wait look at it; each of them has never looked before.
        board.fits(entry, { ...taker, size: 3 + ++waiters });
      });
      const fields = fieldsOf(fitting, 'r');
      board.add(fields);
      const match = board.match(taker)!;
      for (const deed of todo) {
        if (deed === 'release') board.release({ ...match, amount: 0 });
        else if (deed === 'claimed') board.claimed({ ...match, amount: 0 });
        else if (deed === 'remove') board.remove('r');
        else if (deed === 'add') board.add({ ...fields, version: 1 });
        else {
          board.fits(match.entry, taker);
          board.rank(match.entry);
          board.skipCounters(taker);
        }
        const here = board.get('r') ? 1 : 0;
        assert.equal([...board.entries()].length, here);
        assert.deepEqual(board.totals, {
          requests: here,
          waitingJobs: here * fitting.waiting,
          processingJobs: 0,
          things: here * 10,
        });
      }
    }),
    { numRuns: 200 },
  );
});
