import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isProfane } from './profanity.ts';

test('profanity is found, also when it is disguised or inside other words', () => {
  for (const text of [
    'fuck this shit',
    'fuck you t12345',

    'ｆｕｃｋ',
    'xfuckx',
    'fuck you:1:shit',
  ]) {
    assert.ok(isProfane(text), text);
  }
});

test('ordinary names pass', () => {
  const names = [
    'solar-powered',
    'Scunthorpe Dreamer',
    'Assassin',
    'Bass Player',
    'Cockpit',
    'Moby Dick',
    'Pussycat',
    'Penistone',
    'My Dreamer 3',
    'AI Horde Worker reGen:12.0.0:https://example.com/worker',
    'KoboldCppEmbedWorker:2:https://example.com/worker',
    'W t12345',
    'Wide t99999',
    'Classic GPU',
    'Shiitake',
    'OpenHorde Worker:0.1.0:https://example.org#can=img2img',
  ];
  for (const name of names) assert.ok(!isProfane(name), name);
});

test('a serial number is no word in disguise', () => {
  for (let serial = 0; serial < 100_000; serial += 7)
    for (const name of ['W', 'server of'])
      assert.equal(isProfane(`${name} t${String(serial).padStart(5, '0')}`), false, `${name} t${serial}`);
  assert.equal(isProfane('f4ck'), isProfane('fack'));
  assert.equal(isProfane('sh1t'), true);
});
