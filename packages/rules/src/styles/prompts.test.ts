import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hasPlaces, imageStylePrompt, textStylePrompt } from './prompts.ts';

test('words and negative words go where the template wants them', () => {
  const cases: [string, string, string][] = [
    ['ink,{p}###{np},blurry', 'heron###fog', 'ink,heron###fog,blurry'],
    ['ink,{p}###{np},blurry', 'heron', 'ink,heron###,blurry'],
    ['{p},ink{np}', 'heron###fog', 'heron,ink###fog'],
    ['{p},ink{np}', 'heron', 'heron,ink'],
    ['{p},ink{np}', 'heron###', 'heron,ink'],
    ['{p},x{np}', 'a###b###c', 'a,xb###c'],
    ['{np}{p}', 'a###b', '###ba'],
    ['{p}{np}', '{np} and {p}###$1 $&', '{np} and {p}###$1 $&'],
    ['{x} {{p}} {} {p}{np}', 'a', '{x} {a} {} a'],
  ];
  for (const [template, prompt, expected] of cases) {
    assert.equal(imageStylePrompt(template, prompt), expected, `${template} of ${prompt}`);
  }
});

test('the plain template gives back what the user wrote, with at most one separator', () => {
  const words = fc.string().filter(text => !text.includes('#'));
  fc.assert(
    fc.property(words, words, (p, np) => {
      assert.equal(
        imageStylePrompt('{p}{np}', np === '' ? p : `${p}###${np}`),
        np === '' ? p : `${p}###${np}`,
      );
    }),
  );
});

test('a text style takes the text whole, and its other places are empty', () => {
  const cases: [string, string, string][] = [
    ['keeper>{p}', 'heron###fog', 'keeper>heron###fog'],
    ['{p}{np}', 'heron', 'heron'],
    ['{name}: {p} {p}', '{p} $&', ': {p} $& {p} $&'],
    ['{"a": 1} {} {p}', 'x', '{"a": 1} {} x'],
  ];
  for (const [template, prompt, expected] of cases)
    assert.equal(textStylePrompt(template, prompt), expected, template);
});

test('a template that repeats the words has an end', () => {
  const template = '{p}{np}'.repeat(10_000);
  assert.equal(imageStylePrompt(template, 'x'.repeat(100_000)), undefined);
  assert.equal(textStylePrompt(template, 'x'.repeat(100_000)), undefined);
  assert.equal(imageStylePrompt(template, 'x')?.length, 10_000);
});

test('a template needs a place for the words, and that of an image one for the negative ones', () => {
  assert.deepEqual(
    ['{p}{np}', '{np}{p}', '{p}', '{np}', 'p np'].map(template => [
      hasPlaces('image', template),
      hasPlaces('text', template),
    ]),
    [
      [true, true],
      [true, true],
      [false, true],
      [false, false],
      [false, false],
    ],
  );
});
