import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readWeights } from './prompt.ts';

const CASES: [prompt: string, pieces: [string, number][]][] = [
  ['a cat', [['a cat', 1]]],
  ['', []],
  [
    'a (cat:1.5) here',
    [
      ['a ', 1],
      ['cat', 1.5],
      [' here', 1],
    ],
  ],
  ['(cat)', [['cat', 1.1]]],
  ['((cat))', [['cat', 1.1 * 1.1]]],
  [
    '(a (red:2) cat:0.5)',
    [
      ['a ', 0.5],
      ['red', 1],
      [' cat', 0.5],
    ],
  ],
  ['a \\(real\\) cat', [['a (real) cat', 1]]],
  ['smile :) and (open', [['smile :) and (open', 1]]],
  ['(ratio 16:9 picture)', [['ratio 16:9 picture', 1.1]]],
  ['(dark:-0.5)', [['dark', -0.5]]],
];

for (const [prompt, pieces] of CASES) {
  test(`weights of ${JSON.stringify(prompt)}`, () => {
    assert.deepEqual(
      readWeights(prompt).map(({ text, weight }) => [text, weight]),
      pieces,
    );
  });
}

test('text without parentheses and backslashes comes back as it is, with weight 1', () => {
  fc.assert(
    fc.property(
      fc.string().map(text => text.replace(/[()\\]/g, '')),
      text => {
        assert.deepEqual(readWeights(text), text === '' ? [] : [{ text, weight: 1 }]);
      },
    ),
  );
});

test('no prompt is refused', () => {
  fc.assert(
    fc.property(fc.string(), text => readWeights(text).every(({ weight }) => Number.isFinite(weight))),
  );
});
