import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALCHEMY_FORMS } from '@openhorde/contract';
import fc from 'fast-check';
import type { Counters } from '../shared/eligibility.ts';
import { aForm, anAlchemist, formFacts } from '../testing/alchemySamples.ts';
import { alchemyEligibility as eligibility } from './eligibility.ts';
import type { AlchemyReason, AlchemySkip } from './predicates.ts';
import { alchemyReasons } from './reasons.ts';
import {
  type AlchemistSettings,
  type AlchemyRequirements,
  alchemistOffer,
  alchemySignature,
} from './records.ts';

interface Case {
  name: string;
  form?: Partial<AlchemyRequirements>;
  facts?: Parameters<typeof formFacts>[0];
  worker?: Partial<AlchemistSettings>;
  reason: AlchemySkip;
  counts?: Counters<AlchemyReason>;
}

// One for each predicate of the table that a form can meet, under its name.
const CASES: Case[] = [
  { name: 'form offered', worker: { forms: ['nsfw', 'palette'] }, reason: 'form' },
  { name: 'form offered', worker: { forms: [] }, reason: 'form' },
  { name: 'size', form: { tiles: 4 }, worker: { maxTiles: 3 }, reason: 'max_tiles' },
  {
    name: 'unsafe address',
    form: { safeIp: false },
    worker: { allowUnsafeIp: false, ownerTrusted: true },
    reason: 'unsafe_ip',
  },
  { name: 'slow worker', form: { slowWorkers: false }, worker: { speed: 10 }, reason: 'performance' },
  {
    name: 'trusted workers only',
    form: { trustedWorkers: true },
    reason: 'untrusted',
    counts: { untrusted: 1 },
  },
  { name: 'nobody is known', form: { safeIp: false }, reason: 'untrusted', counts: { untrusted: 1 } },
  { name: 'maintenance', worker: { maintenance: true }, reason: 'hidden' },
  {
    name: 'upfront kudos',
    facts: { requesterKudosCents: 299 },
    worker: { requireUpfrontKudos: true },
    reason: 'kudos',
    counts: { kudos: 1 },
  },
];
/** Predicates of every kind of work that no form can meet: it has no prompt, and no alchemist is tricked. */
const WITHOUT_CASE = ['blacklist', 'tricked before'];

const skip = (form: Partial<AlchemyRequirements>, worker: Partial<AlchemistSettings>, facts = {}) =>
  eligibility.skip(aForm(form), formFacts(facts), anAlchemist(worker));

describe('each predicate keeps its form from its worker, says why and counts', () => {
  for (const { name, form, facts, worker, reason, counts = {} } of CASES) {
    test(`${name}: ${reason}`, () => {
      const [r, f, w] = [aForm(form), formFacts(facts), anAlchemist(worker)];
      assert.equal(eligibility.skip(r, f, w), reason);
      const failing = [
        ...eligibility.group.filter(predicate => predicate.skip(r, w)),
        ...eligibility.request.filter(predicate => predicate.skip(f, w, r)),
      ].map(predicate => predicate.name);
      assert.deepEqual(failing, [name]);
      const counters: Counters<AlchemyReason> = {};
      if (eligibility.countGroupSkips(counters, r, w)) eligibility.countRequestSkip(counters, f, w, r);
      assert.deepEqual(counters, counts);
    });
  }

  test('no predicate is without a case', () => {
    const cases = new Set([...CASES.map(each => each.name), ...WITHOUT_CASE]);
    const names = [...eligibility.group, ...eligibility.request].map(predicate => predicate.name);
    assert.deepEqual(
      names.filter(name => !cases.has(name)),
      [],
    );
  });
});

describe('who is served all the same', () => {
  test('a picture of exactly the size, a worker just quick enough', () => {
    assert.equal(skip({ tiles: 80 }, { maxTiles: 80 }), undefined);
    assert.equal(skip({ slowWorkers: false }, { speed: 9.9 }), undefined);
    assert.equal(skip({ slowWorkers: true }, { speed: 500 }), undefined);
  });

  test('the owner and priority users of a worker in maintenance', () => {
    assert.equal(skip({}, { maintenance: true }, { requesterId: 3 }), undefined);
    assert.equal(skip({}, { maintenance: true, priorityUserIds: [7] }), undefined);
  });

  test('unsafe addresses, by trusted workers or for trusted requesters', () => {
    assert.equal(skip({ safeIp: false }, { ownerTrusted: true }), undefined);
    assert.equal(skip({ safeIp: false, requesterTrusted: true }, {}), undefined);
  });

  test('who can pay the form and its surcharge, where kudos are wanted up front', () => {
    const demanding = { requireUpfrontKudos: true };
    assert.equal(skip({}, demanding, { requesterKudosCents: 300 }), undefined);
    assert.equal(
      skip({ slowWorkers: false }, demanding, { requesterKudosCents: 200, slowWorkers: false }),
      undefined,
    );
    assert.equal(skip({ requesterTrusted: true }, demanding, { requesterKudosCents: 0 }), undefined);
    assert.equal(skip({}, { ...demanding, priorityUserIds: [7] }, { requesterKudosCents: 0 }), undefined);
  });
});

describe('an alchemist', () => {
  test('takes one form at least and a hundred at most', () => {
    assert.deepEqual(
      [-3, 0, 1, 20, 5000].map(amount => anAlchemist({ amount }).amount),
      [1, 1, 1, 20, 100],
    );
  });

  test('works although it is paused', () => {
    const settings = { ...anAlchemist(), paused: true };
    assert.equal(alchemistOffer(settings).paused, false);
  });

  test('tells what keeps a form from it', () => {
    const workers = [
      anAlchemist({ id: 'a', maxTiles: 1 }),
      anAlchemist({ id: 'b', maxTiles: 1, forms: [] }),
      anAlchemist({ id: 'c' }),
      anAlchemist({ id: 'gone', lastCheckInMs: -300_001 }),
    ];
    assert.deepEqual(eligibility.explain(aForm({ tiles: 2 }), formFacts(), workers, undefined, 0), {
      workers: 3,
      fitting: 1,
      constraints: [
        { name: 'size', reason: 'max_tiles', workers: 2, onlyThis: 1 },
        { name: 'form offered', reason: 'form', workers: 1, onlyThis: 0 },
      ],
    });
  });
});

describe('why no worker takes a form', () => {
  test('is told together with a form that a worker would take', () => {
    const form = aForm({ tiles: 2, slowWorkers: false, trustedWorkers: true });
    const workers = [
      anAlchemist({ id: 'a', speed: 60 }),
      anAlchemist({ id: 'b', speed: 60, ownerTrusted: true }),
      anAlchemist({ id: 'c', maxTiles: 1, ownerTrusted: true }),
    ];
    const told = alchemyReasons(form, formFacts(), workers, undefined, 0);
    assert.deepEqual(
      told.constraints.map(({ name, workers, alone }) => [name, workers, alone]),
      [
        ['slow_worker', 2, 1],
        ['size', 1, 1],
        ['trusted_workers_only', 1, 0],
      ],
    );
    assert.deepEqual(told.nearest, { slow_workers: true });
    assert.deepEqual(alchemyReasons(form, formFacts(), workers.slice(0, 1), undefined, 0).nearest, {
      slow_workers: true,
      trusted_workers: false,
    });
    assert.equal(alchemyReasons(form, formFacts(), workers.slice(2), undefined, 0).nearest, undefined);
    assert.deepEqual(alchemyReasons(form, formFacts(), [], undefined, 0), { workers: 0, constraints: [] });
  });
});

describe('laws', () => {
  const form = fc.record({
    form: fc.constantFrom(...ALCHEMY_FORMS),
    tiles: fc.integer({ min: 1, max: 255 }),
    trustedWorkers: fc.boolean(),
    slowWorkers: fc.boolean(),
    safeIp: fc.boolean(),
    requesterTrusted: fc.boolean(),
  });
  const worker = fc.record({
    forms: fc.subarray([...ALCHEMY_FORMS]),
    maxTiles: fc.integer({ min: 1, max: 256 }),
    speed: fc.double({ min: 0.1, max: 60, noNaN: true }),
    ownerTrusted: fc.boolean(),
    allowUnsafeIp: fc.boolean(),
  });

  test('the signature tells two forms apart exactly when a field differs', () => {
    fc.assert(
      fc.property(form, form, (a, b) => {
        const [first, second] = [aForm(a), aForm(b)];
        assert.equal(
          alchemySignature(first) === alchemySignature(second),
          JSON.stringify(first) === JSON.stringify(second),
        );
      }),
    );
  });

  test('a worker that takes more pictures, forms and addresses is refused nothing that a lesser one gets', () => {
    fc.assert(
      fc.property(form, worker, (f, w) => {
        if (skip(f, w) !== undefined) return;
        const more = { ...w, forms: ALCHEMY_FORMS, maxTiles: 256, speed: w.speed / 2, allowUnsafeIp: true };
        assert.equal(skip(f, { ...more, ownerTrusted: true }), undefined);
      }),
    );
  });
});
