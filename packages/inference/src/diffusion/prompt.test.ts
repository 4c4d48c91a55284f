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
  ['(a :2()', [['(a :2', 1]]],
  [
    '((a:2) b:2)',
    [
      ['a', 4],
      [' b', 2],
    ],
  ],
  [`(a:${'9'.repeat(400)})`, [['a', 1000]]],
  [`${'('.repeat(10_000)}(a:0)${')'.repeat(10_000)}`, [['a', 0]]],
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

/** Milliseconds, each the least of several runs that take turns, so that other work on the machine meets both. */
function least(...works: readonly (() => void)[]): number[] {
  const rounds = Array.from({ length: 7 }, () =>
    works.map(work => {
      const startedAt = performance.now();
      work();
      return performance.now() - startedAt;
    }),
  );
  return works.map((_, i) => Math.min(...rounds.map(times => times[i]!)));
}

const HARD: Record<string, (length: number) => string> = {
  'digits that end in no number': n => `(:${'1'.repeat(n)}x)`,
  'digits and points': n => `(a:1${'.'.repeat(n)})`,
  'spaces before a number': n => `(a:${' '.repeat(n)}1)`,
  'open ones': n => '('.repeat(n),
  'nested ones': n => `${'('.repeat(n / 2)}a${')'.repeat(n / 2)}`,
  'nested ones with text and numbers': n => `${'(a'.repeat(n / 4)}${':1)'.repeat(n / 4)}`,
  'one after the other': n => '(a)'.repeat(n / 3),
  colons: n => `(${':'.repeat(n)})`,
  'groups that end in colons': n => '(:'.repeat(n / 4) + ':1)'.repeat(n / 4),
  'escaped ones': n => '\\('.repeat(n / 2),
};

for (const [what, make] of Object.entries(HARD)) {
  test(`one long prompt takes no longer than its parts: ${what}`, () => {
    const [part, whole] = [make(4_000), make(128_000)];
    const [parts, all] = least(
      () => {
        for (let i = 0; i < 32; i++) readWeights(part);
      },
      () => readWeights(whole),
    );
    // What grows with the square takes 32 times as long.
    assert.ok(all! < 10 * parts!, `${parts} ms, ${all} ms`);
  });
}
