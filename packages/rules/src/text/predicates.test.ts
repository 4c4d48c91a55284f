import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Skip } from '../shared/predicates.ts';
import type { RequestFacts } from '../shared/records.ts';
import { someFacts } from '../testing/samples.ts';
import { aTextRequest, aTextWorker } from '../testing/textSamples.ts';
import { type TextSkipCounters, textEligibility } from './eligibility.ts';
import type { TextWorkerSettings } from './offer.ts';
import type { TextRequirements } from './records.ts';

const { group, request: byRequest, skip, countGroupSkips, countRequestSkip } = textEligibility;

interface Case {
  name: string;
  request?: Partial<TextRequirements>;
  facts?: Partial<RequestFacts>;
  worker?: Partial<TextWorkerSettings>;
  reason: Skip<keyof TextSkipCounters>;
  /** What the request adds to the counters of an empty answer. */
  counts: TextSkipCounters;
}

// One for each predicate of the table, under its name; several where it has more than one reason.
const CASES: Case[] = [
  {
    name: 'model offered',
    request: { models: ['Sparrow-3B', 'other'] },
    reason: 'models',
    counts: { models: 1 },
  },
  { name: 'length', request: { maxLength: 513 }, reason: 'max_length', counts: { max_length: 1 } },
  {
    name: 'context length',
    request: { maxContextLength: 4097 },
    reason: 'max_context_length',
    counts: { max_context_length: 1 },
  },
  {
    name: 'unsafe address',
    request: { safeIp: false },
    worker: { allowUnsafeIp: false },
    reason: 'hidden',
    counts: {},
  },
  { name: 'nsfw', request: { nsfw: true }, worker: { nsfw: false }, reason: 'nsfw', counts: { nsfw: 1 } },
  {
    name: 'validated backend',
    request: { validatedBackends: true },
    worker: { bridgeAgent: 'HomeBrew:1.0.0:https://example.org' },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'slow worker',
    request: { slowWorkers: false },
    worker: { speed: 4.9 },
    reason: 'performance',
    counts: { performance: 1 },
  },
  {
    name: 'extra slow worker',
    worker: { extraSlow: true },
    reason: 'performance',
    counts: { performance: 1 },
  },
  {
    name: 'worker list',
    request: { workerList: { ids: ['scribe-2'], exclude: false } },
    reason: 'worker_id',
    counts: { worker_id: 1 },
  },
  {
    name: 'worker list',
    request: { workerList: { ids: ['scribe-1'], exclude: true } },
    reason: 'worker_id',
    counts: { worker_id: 1 },
  },
  {
    name: 'trusted workers only',
    request: { trustedWorkers: true },
    reason: 'untrusted',
    counts: { untrusted: 1 },
  },
  {
    name: 'soft prompt',
    request: { softprompt: 'mirror' },
    reason: 'matching_softprompt',
    counts: { matching_softprompt: 1 },
  },
  { name: 'maintenance', worker: { maintenance: true }, reason: 'hidden', counts: {} },
  { name: 'tricked before', facts: { trickedWorkers: new Set(['scribe-1']) }, reason: 'hidden', counts: {} },
  {
    name: 'blacklist',
    facts: { prompt: 'A HERON at dawn' },
    worker: { blacklist: ['Heron'] },
    reason: 'blacklist',
    counts: { blacklist: 1 },
  },
  {
    name: 'upfront kudos',
    facts: { requesterKudosCents: 760 },
    worker: { requireUpfrontKudos: true },
    reason: 'kudos',
    counts: { kudos: 1 },
  },
];

describe('each predicate keeps its text request from its worker, says why and counts', () => {
  for (const { name, request, facts, worker, reason, counts } of CASES) {
    test(`${name}: ${reason}`, () => {
      const [r, f, w] = [aTextRequest(request), someFacts(facts), aTextWorker(worker)];
      assert.equal(skip(r, f, w), reason);
      const failing = [
        ...group.filter(predicate => predicate.skip(r, w)),
        ...byRequest.filter(predicate => predicate.skip(f, w, r)),
      ].map(predicate => predicate.name);
      assert.deepEqual(failing, [name]);
      const counters: TextSkipCounters = {};
      if (countGroupSkips(counters, r, w, undefined)) countRequestSkip(counters, f, w, r);
      assert.deepEqual(counters, counts);
    });
  }

  test('no predicate is without a case', () => {
    const cases = new Set(CASES.map(each => each.name));
    const names = [...group, ...byRequest].map(predicate => predicate.name);
    assert.deepEqual(
      names.filter(name => !cases.has(name)),
      [],
    );
    assert.equal(new Set(names).size, names.length);
  });

  test('a wish for trusted workers is told only of requests that would fit otherwise', () => {
    const counters: TextSkipCounters = {};
    const wish = aTextRequest({ trustedWorkers: true, models: ['Sparrow-3B'] });
    assert.equal(countGroupSkips(counters, wish, aTextWorker(), undefined, 3), false);
    assert.deepEqual(counters, { models: 3 });
  });
});
