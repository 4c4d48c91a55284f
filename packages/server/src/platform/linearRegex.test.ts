import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRegex, compileUnion, RegexError, unionOf } from './linearRegex.ts';

test('letter case does not matter, matches are found in order, replacements are taken literally', () => {
  const regex = compileRegex('\\bzorbs?\\b');
  assert.equal(regex.test('A ZORB'), true);
  assert.equal(regex.test('azorb'), false);
  assert.deepEqual(regex.findAll('zorb, Zorbs, zorbing'), ['zorb', 'Zorbs']);
  assert.equal(regex.replaceAll('zorb and zorbs', '$1\\0$&'), '$1\\0$& and $1\\0$&');
  assert.deepEqual(compileRegex('x*').findAll('axxa'), ['xx'], 'an empty match is none');
});

test('an expression may look behind, but neither ahead nor back', () => {
  assert.equal(compileRegex('(?<!no )zorb').test('no zorb'), false);
  for (const expression of ['(?=zorb)', '(?!zorb)', '(zorb)\\1', '(', 'a**', 'a{2,1}', '\\']) {
    assert.throws(() => compileRegex(expression), RegexError, expression);
  }
  assert.throws(() => compileRegex('(?:(?:a{30}){30}b{1000}){30}'), RegexError);
});

test('many expressions match as one, also where they cannot be written as one', () => {
  assert.equal(compileUnion([]), undefined);
  const union = compileUnion(['a|b', 'c'])!;
  assert.deepEqual(union.findAll('b c d'), ['b', 'c']);
  assert.equal(unionOf(['a|b', 'c']), '(?:a|b)|(?:c)');
  assert.equal(unionOf(['a|b']), 'a|b');
  const named = compileUnion(['(?P<x>zorb)', '(?P<x>quim)'])!;
  assert.equal(named.test('a quim'), true);
  assert.deepEqual(named.findAll('quim zorb'), ['zorb', 'quim']);
  assert.equal(named.replaceAll('quim zorb', '-'), '- -');
});
