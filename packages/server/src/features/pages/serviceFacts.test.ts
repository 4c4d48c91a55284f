import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kinds } from '../../core/kind.ts';
import { serviceFacts } from './serviceFacts.ts';

const facts = (...kinds: string[]) =>
  serviceFacts({
    kinds: new Map(kinds.map(kind => [kind, {}])) as unknown as Kinds,
    config: { loraBytesMax: 400 },
  });

test('the service tells the largest of everything, of the kinds of work that are open', () => {
  const { kinds, limits } = facts('image', 'text', 'interrogation');
  assert.deepEqual(kinds, ['image', 'text', 'interrogation']);
  assert.deepEqual(limits, {
    wait_seconds: 30,
    checks: 100,
    workers: 5,
    image: {
      images: 20,
      width: 3072,
      height: 3072,
      steps: 500,
      prompt_words: 7500,
      loras: 5,
      lora_bytes: 400,
      tis: 20,
      upscalers: 1,
      extra_source_images: 5,
      source_image_pixels: 3072 * 3072,
      source_image_bytes: 20 * 1024 * 1024,
      body_bytes: 32 * 1024 * 1024,
    },
    text: {
      texts: 20,
      max_length: 4096,
      max_context_length: 1_048_576,
      stop_sequences: 128,
      stop_sequence_characters: 2000,
      body_bytes: 16 * 1024 * 1024,
    },
    interrogation: {
      tiles: 255,
      source_image_bytes: 20 * 1024 * 1024,
      body_bytes: 32 * 1024 * 1024,
    },
  });
  assert.deepEqual(Object.keys(facts('text').limits), ['wait_seconds', 'checks', 'workers', 'text']);
});
