import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { STORIES } from '../stories/playFile.ts';
import { startTestHorde } from '../testHorde.ts';

// Limits for each address and key, with their headers on every answer.

const limited = await startTestHorde({
  IMAGE_MODELS: path.join(STORIES, 'image-models.json'),
  RATE_LIMITS: 'on',
});
after(() => limited.stop());
const from = (address: string) => ({ 'x-forwarded-for': address });

interface Limits {
  limit: number;
  remaining: number;
  /** Of the epoch. */
  resetSeconds: number;
  retryAfter: number;
}

function limitsOf(headers: Headers): Limits {
  const number = (name: string) => Number(headers.get(name) ?? Number.NaN);
  return {
    limit: number('x-ratelimit-limit'),
    remaining: number('x-ratelimit-remaining'),
    resetSeconds: number('x-ratelimit-reset'),
    retryAfter: number('retry-after'),
  };
}

test('an answer tells what is left of the tightest limit, and a refusal when to come again', async () => {
  const { apikey } = await limited.user({ kudos: 10_000 });
  const ask = () =>
    limited.call('POST', '/generate/async', {
      apikey,
      headers: from('198.51.100.1'),
      body: { prompt: 'a heron' },
    });
  const first = await ask();
  assert.equal(first.status, 202);
  const limits = limitsOf(first.headers);
  assert.deepEqual([limits.limit, limits.remaining], [2, 1], 'two in a second for one address and one key');
  assert.ok(Number.isInteger(limits.resetSeconds) && limits.retryAfter <= 1);
  const others = await Promise.all(Array.from({ length: 12 }, ask));
  const refused = others.find(({ status }) => status === 429);
  assert.ok(refused, 'twelve at once are too many');
  assert.equal((refused.body as { message: string }).message, '2 per 1 second');
  assert.equal(limitsOf(refused.headers).remaining, 0);
});

test('another address, and anonymous keys, have a window of their own', async () => {
  const call = (address: string) =>
    limited.call('POST', '/generate/async', {
      apikey: '0000000000',
      headers: from(address),
      body: { prompt: 'a heron' },
    });
  const statuses = await Promise.all(
    Array.from({ length: 8 }, (_, i) => call(`203.0.113.${i}`).then(({ status }) => status)),
  );
  assert.deepEqual(new Set(statuses), new Set([202]));
});

test('a check of many counts once', async () => {
  const ids = Array.from({ length: 100 }, () => '00000000-0000-4000-8000-000000000000');
  const { headers, status } = await limited.call('POST', '/generate/check', {
    headers: from('198.51.100.9'),
    body: { ids },
  });
  assert.equal(status, 200);
  const { limit, remaining } = limitsOf(headers);
  assert.deepEqual([limit, remaining], [10, 9]);
});
