import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type FilterType,
  type Matcher,
  normalisePrompt,
  promptParts,
  promptSuspicion,
  type Replacement,
  rewritePrompt,
  tryFilters,
} from './index.ts';

/** A native expression as a matcher: these tests hand in harmless ones. */
const matcher = (source: string): Matcher => ({
  test: text => new RegExp(source, 'i').test(text),
  findAll: text => text.match(new RegExp(source, 'gi')) ?? [],
  replaceAll: (text, replacement) => text.replace(new RegExp(source, 'gi'), () => replacement),
});

const filters = (sources: Partial<Record<FilterType, string>>) =>
  new Map(Object.entries(sources).map(([type, source]) => [Number(type) as FilterType, matcher(source)]));

const FILTERS = filters({ 10: '\\bzorb', 11: '\\bflim', 20: '\\bquim' });

test('filters see words: without weights, punctuation, underscores and tricks of spelling', () => {
  const cases: [string, string][] = [
    ['a (red:1.3) boat', 'a red boat'],
    ['((red:1.1) boat:1.25), sea', 'red boat sea'],
    ['red_boat.sea;sky', 'red boat sea sky'],
    ['a b o a t', 'aboat'],
    ['the b.o.a.t here', 'the boat here'],
    ['x y z', 'xyz'],
    ['a b', 'a b'],
    ['b\u200bo\u00ada\u2060t', 'boat'],
    ['ｂｏａｔ', 'boat'],
    ['bóät', 'boat'],
    ['лодка', 'lodka'],
    ['  a   \n b  ', 'a b'],
    ['boat###not this', 'boat'],
    ['a:1.5 boat at 10:30', 'a 1 5 boat at 10 30'],
  ];
  for (const [prompt, expected] of cases) assert.equal(normalisePrompt(prompt), expected, prompt);
});

test('filters see ASCII without two spaces in a row, and normalising it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), prompt => {
      const seen = normalisePrompt(prompt);
      assert.match(seen, /^[\0-\x7f]*$/);
      assert.equal(seen.includes('###'), false);
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{2,8}( [a-z]{2,8}){0,20}$/), words =>
      assert.equal(normalisePrompt(words), words),
    ),
  );
});

test('one group alone is not suspicious, however much of it there is; both are', () => {
  const points = (prompt: string) => promptSuspicion(prompt, FILTERS);
  assert.equal(points('a quiet harbour'), 0);
  assert.equal(points('zorb flim zorbs'), 1);
  assert.equal(points('quim quim'), 1);
  assert.equal(points('flim and quim'), 2);
  assert.equal(points('ZORB (Q_u.i.m:1.2)'), 2);
  assert.equal(points('ZORB q u i m'), 2);
  assert.equal(points('quim ### zorb'), 1, 'what is not wanted does not count');
});

test('a picture of a child counts as the word does', () => {
  assert.equal(promptSuspicion('quim \u{1F467}', FILTERS), 2);
  assert.equal(
    promptSuspicion('quim \u{1F468}\u200d\u{1F469}\u200d\u{1F466}', FILTERS),
    2,
    'in a family as well',
  );
  assert.equal(promptSuspicion('quim ### \u{1F467}', FILTERS), 1);
});

test('a moderator who tries the filters is told what they find, all of them or those of one type', () => {
  assert.deepEqual(tryFilters('Zorb, flim, quim \u{1F476}', FILTERS), {
    suspicion: 2,
    matches: ['Zorb', '\u{1F476}', 'flim', 'quim'],
  });
  assert.deepEqual(tryFilters('zorb quim', FILTERS, 20), { suspicion: 1, matches: ['quim'] });
  assert.deepEqual(tryFilters('zorb quim', FILTERS, 12), { suspicion: 0, matches: [] });
  assert.deepEqual(tryFilters('zorb quim', new Map()), { suspicion: 0, matches: [] });
});

const LAMP: Replacement[] = [
  { matcher: matcher('\\bzorbs?\\b'), replacement: 'lamp' },
  { matcher: matcher('\\bflim\\b'), replacement: '' },
];

test('a prompt is rewritten word for word, keeps its negative part, and steers away', () => {
  assert.equal(rewritePrompt('a (Zorb:1.2), flim and sea', LAMP, 'young'), 'a lamp and sea###young');
  assert.equal(rewritePrompt('zorbs### rain ', LAMP, 'young'), 'lamp###young, rain');
  assert.equal(rewritePrompt('a $& zorb', [{ matcher: matcher('zorb'), replacement: '$&' }], ''), 'a $&###');
  assert.equal(rewritePrompt('flim, flim!###rain', LAMP, 'young'), undefined, 'nothing is left');
});

test('a replacement may be for one model alone', () => {
  const only: Replacement[] = [{ matcher: matcher('zorb'), replacement: 'lamp', onlyModel: 'Anime' }];
  assert.equal(rewritePrompt('zorb', only, 'n', ['Anime']), 'lamp###n');
  assert.equal(rewritePrompt('zorb', only, 'n', ['Anime', 'Other']), 'zorb###n');
  assert.equal(rewritePrompt('zorb', only, 'n'), 'zorb###n');
});

test('no replacement leaves what it takes out, whatever is around it', () => {
  const word = fc.constantFrom(
    'zorb',
    'zorbs',
    'ZORB',
    'flim',
    'boat',
    'sea',
    '(zorb:1.2)',
    'z o r b',
    'flim###',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), words => {
      const rewritten = rewritePrompt(words.join(' '), LAMP, '');
      if (rewritten === undefined) return;
      assert.doesNotMatch(promptParts(rewritten).positive, /\b(?:zorbs?|flim)\b/i);
    }),
  );
});
