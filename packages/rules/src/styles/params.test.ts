import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageStyleParams, textStyleParams } from './params.ts';

test('an image request keeps its number, and its size where the style has none', () => {
  const style = { steps: 14, width: 576, n: 9 };
  assert.deepEqual(
    imageStyleParams(style, { n: 2, width: 512, height: 640, steps: 40, seed: '99' } as object),
    {
      steps: 14,
      width: 576,
      height: 640,
      n: 2,
    },
  );
  assert.deepEqual(imageStyleParams(style, {}), { steps: 14, width: 576 });
});

test('a text request keeps its number alone', () => {
  const style = { temperature: 1.3, max_length: 200, n: 9 };
  assert.deepEqual(textStyleParams(style, { n: 2, max_length: 512, top_k: 7 } as object), {
    temperature: 1.3,
    max_length: 200,
    n: 2,
  });
});

test('changes of a request to its parameters do not reach the style', () => {
  const style = { steps: 14, width: 512, loras: [{ name: 'a' }] };
  const params = imageStyleParams(style, {});
  params.loras.push({ name: 'b' });
  assert.deepEqual(style.loras, [{ name: 'a' }]);
});
