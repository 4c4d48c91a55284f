import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseStyleName, uniqueStyleName } from './names.ts';

test('every way of writing a name is understood', () => {
  const cases: [string, ReturnType<typeof parseStyleName>][] = [
    ['ink', { name: 'ink' }],
    ['style::ink', { kind: 'style', name: 'ink' }],
    ['collection::ink', { kind: 'collection', name: 'ink' }],
    ['db0#1::ink', { ownerId: 1, name: 'ink' }],
    ['a#b#12::ink', { ownerId: 12, name: 'ink' }],
    ['style::db0#1::ink', { kind: 'style', ownerId: 1, name: 'ink' }],
    ['db0#1::style::ink', { kind: 'style', ownerId: 1, name: 'ink' }],
    ['collection::db0#1::ink', { kind: 'collection', ownerId: 1, name: 'ink' }],
  ];
  for (const [text, expected] of cases) assert.deepEqual(parseStyleName(text), expected, text);
});

test('what only looks like a word before the name belongs to it', () => {
  for (const name of [
    'style',
    'db0#1',
    'a::b',
    'Style::ink',
    '::',
    '',
    'x#99999999999::ink',
    'x#4294967296::y',
  ]) {
    assert.deepEqual(parseStyleName(name), { name }, name);
  }
  assert.deepEqual(parseStyleName('style::collection::ink'), { kind: 'style', name: 'collection::ink' });
});

test('the unique name leads back to its style, whatever the style is called', () => {
  const username = fc.string({ unit: 'grapheme', maxLength: 30 }).filter(name => !name.includes(':'));
  fc.assert(
    fc.property(
      username,
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.string({ unit: 'grapheme' }),
      (user, id, name) => {
        assert.deepEqual(parseStyleName(uniqueStyleName(`${user}#${id}`, name)), {
          kind: 'style',
          ownerId: id,
          name,
        });
      },
    ),
    {
      examples: [
        ['x', 1, 'style::ink'],
        ['x', 1, 'y#2::ink'],
        ['x', 1, '::'],
      ],
    },
  );
});
