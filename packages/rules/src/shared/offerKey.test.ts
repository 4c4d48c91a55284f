import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALCHEMY_GROUP_PREDICATES } from '../alchemy/predicates.ts';
import { GROUP_PREDICATES } from '../image/groupPredicates.ts';
import { TEXT_GROUP_PREDICATES } from '../text/groupPredicates.ts';
import { OUTSIDE_GROUPS, offerKeyOf } from './offerKey.ts';
import type { AnyOffer } from './records.ts';

const offer: AnyOffer = {
  id: 'w',
  ownerId: 1,
  ownerTrusted: true,
  speed: 1_000_000,
  blacklist: ['a'],
  maintenance: false,
  paused: false,
  requireUpfrontKudos: false,
  priorityUserIds: new Set([1]),
  lastCheckInMs: 5,
};

test('no predicate over groups reads what the key leaves out, but for the speed', () => {
  const left = OUTSIDE_GROUPS.filter(name => name !== 'speed');
  for (const { name, skip } of [...GROUP_PREDICATES, ...TEXT_GROUP_PREDICATES, ...ALCHEMY_GROUP_PREDICATES]) {
    const source = skip.toString();
    for (const field of left) {
      assert.doesNotMatch(source, new RegExp(`\\boffer\\.${field}\\b`), `${name} reads ${field}`);
    }
  }
});

test('the key stays from pop to pop, and changes with what a predicate may read', () => {
  const key = offerKeyOf(offer, false);
  const later = {
    ...offer,
    speed: 2_000_000,
    lastCheckInMs: 9,
    blacklist: [],
    priorityUserIds: new Set([2]),
  };
  assert.equal(offerKeyOf(later, false), key);
  assert.notEqual(offerKeyOf(offer, true), key);
  assert.notEqual(offerKeyOf({ ...offer, id: 'v' }, false), key);
  assert.notEqual(offerKeyOf({ ...offer, ownerTrusted: false }, false), key);
});

test('lists within an offer are looked into', () => {
  const withModels = (...names: string[]) =>
    offerKeyOf({ ...offer, models: { names: new Set(names) } } as AnyOffer, false);
  assert.equal(withModels('a', 'b'), withModels('a', 'b'));
  assert.notEqual(withModels('a', 'b'), withModels('a'));
});
