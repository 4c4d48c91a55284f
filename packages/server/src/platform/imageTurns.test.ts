import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as bombs from './imageBombs.fixture.ts';
import { createImageDoor, type SentImages } from './images.ts';
import { ImageTurns } from './imageTurns.ts';

/** Work that ends when the test says so. */
function desk(runningMax: number, waitingMax: number) {
  const turns = new ImageTurns(runningMax, waitingMax);
  const running = new Map<string, () => void>();
  const refused: string[] = [];
  const come = (id: string, ...names: string[]) => {
    const work = () => new Promise<void>(resolve => running.set(id, resolve));
    turns.run(names, work).catch(error => refused.push(`${id} ${error.reason}`));
  };
  const settled = () => new Promise(resolve => setImmediate(resolve));
  return {
    come,
    refused,
    async runs(): Promise<string[]> {
      await settled();
      return [...running.keys()];
    },
    async end(id: string): Promise<void> {
      running.get(id)!();
      running.delete(id);
      await settled();
    },
  };
}

test('one name has half of the turns and half of the places to wait, the others go on', async () => {
  const { come, runs, end, refused } = desk(2, 8);
  for (let i = 0; i < 10; i++) come(`a${i}`, 'ana');
  assert.deepEqual(await runs(), ['a0']);
  assert.equal(refused.length, 5, 'four wait');
  come('b0', 'bo');
  assert.deepEqual(await runs(), ['a0', 'b0']);
  for (let i = 1; i < 6; i++) come(`b${i}`, 'bo');
  await runs();
  assert.equal(refused.length, 6);
  come('c0', 'cy');
  await runs();
  assert.equal(refused.at(-1), 'c0 busy', 'all places are taken');
  await end('b0');
  assert.deepEqual(await runs(), ['a0', 'b1']);
  come('c1', 'cy');
  await end('a0');
  assert.deepEqual(await runs(), ['b1', 'a1'], 'who came first is first');
});

test('many accounts of one address, and many addresses of one account, are one', async () => {
  const { come, runs } = desk(4, 8);
  for (let i = 0; i < 3; i++) come(`x${i}`, `account ${i}`, 'address 1');
  assert.deepEqual(await runs(), ['x0', 'x1']);
  for (let i = 0; i < 3; i++) come(`y${i}`, 'account 9', `address ${i + 2}`);
  assert.deepEqual(await runs(), ['x0', 'x1', 'y0', 'y1']);
});

test('a turn that fails is given on', async () => {
  const turns = new ImageTurns(1, 1);
  const failing = turns.run(['a'], async () => {
    throw new Error('broken');
  });
  const next = turns.run(['a'], async () => 'done');
  await assert.rejects(failing, /broken/);
  assert.equal(await next, 'done');
});

const BULKY = bombs.manyTexts(4, 4 * 1024 * 1024);
const LARGE = bombs.flatPng(2048, 2048);
const HONEST = await bombs.smallImage('png');

for (const [what, work] of [
  ['headers', (images: SentImages) => images.inspect(BULKY)],
  ['pictures', (images: SentImages) => images.toWebp(LARGE, 50)],
] as const) {
  test(`a flood of ${what} from one sender leaves a turn to everybody else`, async () => {
    const door = createImageDoor();
    let left = 8;
    const flood = Array.from({ length: left }, () =>
      work(door.from({ accountId: 1, ip: '203.0.113.1' })).finally(() => {
        left -= 1;
      }),
    );
    const images = door.from({ accountId: 2, ip: '203.0.113.2' });
    assert.equal((await images.inspect(HONEST)).width, 64);
    assert.ok((await images.toWebp(HONEST, 50)).length > 0);
    assert.ok(left > 0, 'the flood is still there');
    await Promise.all(flood);
  });
}
