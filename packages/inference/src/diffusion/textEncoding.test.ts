import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tensor } from 'onnxruntime-common';
import type { DiffusionModel } from './model.ts';
import { encodePrompts } from './textEncoding.ts';

test('of a prompt without end only the beginning is read, and as much is encoded as of a long one', async () => {
  let read = 0;
  let calls = 0;
  const model = {
    config: { textTokens: 77 },
    tokenizer: {
      encode: (text: string) => {
        read += text.length;
        return Array<number>(text.length).fill(1);
      },
      start: 0,
      end: 2,
      padding: 2,
    },
    textEncoder: {
      inputNames: ['input_ids'],
      outputNames: ['last_hidden_state'],
      inputMetadata: [],
      async run() {
        calls += 1;
        return { last_hidden_state: new Tensor('float32', new Float32Array(77), [1, 77, 1]) };
      },
    },
  } as unknown as DiffusionModel;
  const cost = async (prompt: string) => {
    [read, calls] = [0, 0];
    const [encoded] = await encodePrompts(model, [prompt]);
    return [read, calls, encoded!.tokens];
  };
  assert.deepEqual(await cost('a'.repeat(1_000_000)), await cost('a'.repeat(100_000)));
  assert.deepEqual(await cost('a'.repeat(1_000_000)), [20_000, 8, 8 * 77]);
});
