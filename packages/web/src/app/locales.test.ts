import assert from 'node:assert/strict';
import { test } from 'node:test';
import german from '../../../../locales/de/web.json' with { type: 'json' };
import english from '../../../../locales/en/web.json' with { type: 'json' };
import { preferredLanguage } from './i18n.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** `a.b.c` -> sentence. */
function flat(tree: object, path = ''): Map<string, string> {
  const sentences = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') sentences.set(path + key, value);
    else
      for (const [inner, sentence] of flat(value as object, `${path}${key}.`)) sentences.set(inner, sentence);
  }
  return sentences;
}

const holes = (sentence: string) =>
  [...sentence.matchAll(/\{\{(\w+)\}\}|<(\w+)\/>/g)].map(match => match[0]).sort();
const bases = (sentences: Map<string, string>) =>
  [...new Set([...sentences.keys()].map(key => key.replace(PLURAL, '')))].sort();

const en = flat(english);
const de = flat(german);

test('every sentence is there in every language', () => {
  assert.deepEqual(bases(de), bases(en));
});

test('a translation fills the same holes', () => {
  for (const [key, sentence] of de) {
    const original = en.get(key) ?? en.get(key.replace(PLURAL, '_other'));
    assert.deepEqual(holes(sentence), holes(original ?? ''), key);
  }
});

test('a sentence with a number has all forms that its language needs', () => {
  for (const [language, sentences] of [
    ['en', en],
    ['de', de],
  ] as const) {
    for (const type of ['cardinal', 'ordinal'] as const) {
      const forms = new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories;
      const infix = type === 'ordinal' ? '_ordinal' : '';
      for (const key of sentences.keys()) {
        const isOrdinal = key.includes('_ordinal_');
        if (!PLURAL.test(key) || isOrdinal !== (type === 'ordinal')) continue;
        const base = key.replace(PLURAL, '').replace(/_ordinal$/, '');
        for (const form of forms)
          assert.ok(sentences.has(`${base}${infix}_${form}`), `${language}: ${base}_${form}`);
      }
    }
  }
});

test('the language is the chosen one, else the first of the browser that there is, else English', () => {
  assert.equal(preferredLanguage('de', ['en-GB']), 'de');
  assert.equal(preferredLanguage(null, ['fr-FR', 'de-CH', 'en']), 'de');
  assert.equal(preferredLanguage('xx', ['ja']), 'en');
});
