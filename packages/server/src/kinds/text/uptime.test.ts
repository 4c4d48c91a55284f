import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MODEL, textHorde } from './textHorde.fixture.ts';

const town = await textHorde();
after(() => town.horde.stop());
const { pop, userOf, writer, advance, horde } = town;

test('ten minutes of a Scribe are paid by the context that it reads and the size of its model', async () => {
  for (let minute = 0; minute <= 11; minute++) {
    await pop({ max_context_length: 4096 });
    await advance(60_000);
  }
  const worker = (await horde.call('GET', '/workers/name/Scribe')).body as Record<string, unknown>;
  // A 7B model that reads 4096 tokens: 25 + 15 × 4.
  assert.equal((await userOf(writer)).kudos - 100, 85);
  assert.deepEqual(
    [worker.type, worker.models, worker.max_length, worker.max_context_length, worker.tokens_generated],
    ['text', [MODEL], 512, 4096, 0],
  );
  assert.equal(worker.performance, '1.0 tokens per second');
  assert.deepEqual(worker.kudos_details, { generated: null, uptime: 85 });
});
