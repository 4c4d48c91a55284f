import { test } from 'node:test';
import { chaos } from './chaos.ts';

test('nothing is lost, paid twice or refused unfairly while two nodes are killed and cut off from each other', async t => {
  await chaos({
    seconds: 30,
    seed: Math.floor(Math.random() * 2 ** 31),
    onEvent: text => t.diagnostic(text),
  });
});
