import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { TEXT_REFERENCE } from '../testing/textSamples.ts';
import { acceptedTextModels, cleanSoftprompts } from './checkIn.ts';
import { billionsInName, billionsOf, isNsfwTextModel, parseTextModelReference } from './reference.ts';

describe('the reference', () => {
  test('is read from its public format, without what is of another shape', () => {
    const reference = parseTextModelReference({
      good: { name: 'koboldcpp/good', model_name: 'good', parameters: 7e9, baseline: '', nsfw: true, url: 5 },
      text: { parameters: '13000000000' },
      none: { parameters: 0 },
      odd: { parameters: 'many' },
      list: [],
      nothing: null,
    });
    assert.deepEqual(
      [...reference.values()],
      [
        { name: 'koboldcpp/good', modelName: 'good', parameters: 7e9, baseline: '', nsfw: true },
        { name: 'text', parameters: 13e9, nsfw: false },
      ],
    );
  });

  test('is empty for anything that is no object', () => {
    fc.assert(
      fc.property(fc.jsonValue(), json => {
        for (const { parameters } of parseTextModelReference(json).values()) assert.ok(parameters > 0);
      }),
    );
    assert.equal(parseTextModelReference([{ parameters: 1 }]).size, 0);
  });
});

describe('the size of a model', () => {
  const size = (name: string) => billionsOf(name, TEXT_REFERENCE);

  test('is that of its entry, whichever worker offers it', () => {
    assert.equal(size('koboldcpp/Robin-7B'), 7);
    assert.equal(size('koboldcpp/Robin-7B::some::body#7'), 7);
    assert.equal(size('Robin-7B'), undefined);
  });

  test('is that of the original, however it is quantised', () => {
    for (const suffix of [
      '-GGUF-Q4_K_S',
      '.iQ4_XS',
      '-exl2-Q6',
      ',x-Q8_0',
      '-GPTQ-int4',
      '.i1-Q4_K_M',
      '-gguf-q5_k_m',
    ])
      assert.equal(size(`koboldcpp/Robin-7B${suffix}`), 7, suffix);
    assert.equal(size('koboldcpp/Robin-7B-GGUF-Q4_K_S::somebody#7'), 7);
  });

  test('is unknown when nothing stands between the separator and the Q, or after the bits comes something else', () => {
    for (const suffix of ['.Q4_K_M', '-Q8', '-GGUF', '-GGUF-Q4 K', '-GGUF-Q1_0', ' GGUF-Q4'])
      assert.equal(size(`koboldcpp/Robin-7B${suffix}`), undefined, suffix);
  });

  test('is found in bounded time, whatever the name', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), name => size(name) === undefined));
    assert.equal(size('-a'.repeat(200_000)), undefined);
  });

  test('that a name claims is read from it', () => {
    const claims: [string, number | undefined][] = [
      ['koboldcpp/Wren-13B', 13],
      ['Wren-2.7b-instruct', 2.7],
      ['Wren_8x7B-v0.1', 56],
      ['Wren-350M', undefined],
      ['Wren4b', undefined],
      ['Wren-0B', undefined],
      ['7Bird', undefined],
      ['', undefined],
    ];
    for (const [name, billions] of claims) assert.equal(billionsInName(name), billions, name);
  });

  test('and whether it is unsafe for work go the same way', () => {
    assert.ok(isNsfwTextModel('koboldcpp/Wren-13B-GGUF-Q4_K_S', TEXT_REFERENCE));
    assert.ok(!isNsfwTextModel('koboldcpp/Robin-7B', TEXT_REFERENCE));
    assert.ok(!isNsfwTextModel('other', TEXT_REFERENCE));
  });
});

describe('what a Scribe offers', () => {
  test('is any name, but an alias only when it is its own', () => {
    assert.deepEqual(acceptedTextModels(['abc', 'abc', 'm::me#3'], 3), {
      models: ['abc', 'm::me#3'],
      foreign: undefined,
    });
    assert.equal(acceptedTextModels(['m::me#4'], 3).foreign, 'm::me#4');
    assert.equal(acceptedTextModels(['m::me'], 3).foreign, 'm::me');
    assert.equal(
      acceptedTextModels(
        Array.from({ length: 300 }, (_, i) => `m${i}`),
        3,
      ).models.length,
      200,
    );
  });

  test('is 200 soft prompts with 100 characters of their names', () => {
    assert.deepEqual(cleanSoftprompts(['a', '', 'a', 'x'.repeat(200)]), ['a', 'x'.repeat(100)]);
    assert.equal(cleanSoftprompts(Array.from({ length: 300 }, (_, i) => `${i}`)).length, 200);
  });
});
