import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { capMarks, tidyLine, tidyLines } from './tidyText.ts';

const FAMILY = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
const SCOTLAND = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}';

test('a line is in normal form, and nothing unseen is in it', () => {
  const cases: [sent: string, kept: string][] = [
    ['Zoe\u0308', 'Zo\u00eb'],
    ['e\u200b\u0301', '\u00e9'],
    ['a\0b\u001b[31mc\u009bd\u007f', 'ab[31mcd'],
    ['user\u202egnp.exe', 'usergnp.exe'],
    ['\u2066a\u2069\u200e\u200f\u061c', 'a'],
    ['soft\u00adhyphen \ufeffbom\u2060', 'softhyphen bom'],
    ['two\r\nlines\u2028more\ttab', 'two  lines more tab'],
    ['La\u200dtin', 'Latin'],
    ['tail\u200c', 'tail'],
    // Persian and Sinhala need them inside of words.
    ['\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
    ['\u0dc1\u0dca\u200d\u0dbb\u0dd3', '\u0dc1\u0dca\u200d\u0dbb\u0dd3'],
    [FAMILY, FAMILY],
    [
      '\u{1f469}\u{1f3fd}\u200d\u{1f680} \u2764\ufe0f\u200d\u{1f525}',
      '\u{1f469}\u{1f3fd}\u200d\u{1f680} \u2764\ufe0f\u200d\u{1f525}',
    ],
    [SCOTLAND, SCOTLAND],
    ['a\u{e0067}\u{e0062}\u{e007f}', 'a'],
  ];
  for (const [sent, kept] of cases) assert.equal(tidyLine(sent), kept, JSON.stringify(sent));
});

test('a note keeps its lines', () => {
  assert.equal(tidyLines('one\r\ntwo\rthree\n\n\u2028four\u001b'), 'one\ntwo\nthree\n\n\nfour');
});

test('where nothing is left to see nothing is left', () => {
  const blanks = [
    '',
    '   ',
    '\u200b\u200b\u200b',
    '\u3164\u115f',
    '\u2800\u2800',
    '\u00a0\u3000\n',
    '\u202e\u0301',
    FAMILY.charAt(2),
  ];
  for (const blank of blanks) {
    assert.equal(tidyLine(blank), '', JSON.stringify(blank));
    assert.equal(tidyLines(blank), '', JSON.stringify(blank));
  }
});

test('no more than thirty marks stay on a letter', () => {
  assert.equal(capMarks(`a${'\u0301'.repeat(40)}b`), `a${'\u0301'.repeat(30)}b`);
  assert.equal(capMarks('no marks'), 'no marks');
  const kept = tidyLine(`a${'\u0315\u200b'.repeat(50)}`);
  assert.equal(kept, `a${'\u0315'.repeat(30)}`);
});

const piece = fc.oneof(
  fc.constantFrom(
    '\u200d',
    '\u200c',
    '\u0301',
    '\u0315',
    '\u202e',
    '\n',
    '\r',
    'a',
    '\u0628',
    '\u{1f469}',
    '\ufe0f',
    '\u{1f3fd}',
    '\u{1f3f4}',
    '\u{e0067}',
    '\u{e007f}',
    '\u180e',
    ' ',
    '\u1820',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const anyText = fc.array(piece, { maxLength: 30 }).map(pieces => pieces.join(''));

test('a tidy text stays as it is', () => {
  fc.assert(
    fc.property(anyText, text => {
      for (const tidy of [tidyLine, tidyLines]) assert.equal(tidy(tidy(text)), tidy(text));
      assert.doesNotMatch(tidyLine(text), /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u);
    }),
    { numRuns: 2000 },
  );
});
