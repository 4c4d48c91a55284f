import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bridgeMultiplierPercent, canSample, latestVersion, parseBridgeAgent } from './bridge.ts';

const can = (agent: string, capability: string) => parseBridgeAgent(agent).capabilities.has(capability);

describe('bridge agents', () => {
  test('are split at the first two colons', () => {
    const bridge = parseBridgeAgent('AI Horde Worker reGen:9.1:https://example.org:8080/x');
    assert.equal(bridge.name, 'AI Horde Worker reGen');
    assert.equal(bridge.version, 9);
  });

  for (const agent of [
    '',
    'x',
    'x:1',
    'AI Horde Worker:new:url',
    'AI Horde Worker::url',
    '::',
    'AI Horde Worker:-1:url',
  ]) {
    test(`"${agent}" is no known bridge: no capability, the samplers of the old worker`, () => {
      const bridge = parseBridgeAgent(agent);
      assert.equal(bridge.name, 'unknown');
      assert.equal(bridge.capabilities.size, 0);
      assert.ok(canSample(bridge, 'k_euler_a', true));
    });
  }

  test('names that JavaScript objects know by themselves are names like any other', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      assert.equal(parseBridgeAgent(`${name}:1:url`).capabilities.size, 0);
      assert.equal(bridgeMultiplierPercent(parseBridgeAgent(`${name}:1:url`)), 75);
    }
  });

  test('can do the union of what came with each version up to theirs', () => {
    assert.ok(!can('AI Horde Worker reGen:8.9.9:u', 'flux'));
    assert.ok(can('AI Horde Worker reGen:9.0.0:u', 'flux'));
    assert.ok(can('AI Horde Worker reGen:10:u', 'img2img'));
    assert.ok(!can('AI Horde Worker reGen:9.0.0-rc1:u', 'flux'), 'a pre-release comes before its release');
    assert.ok(can('AI Horde Worker reGen:9.0.1-rc1:u', 'flux'));
    assert.ok(!can('AI Horde Worker:13:u', 'controlnet'));
  });

  test('some samplers go without karras only', () => {
    const legacy = parseBridgeAgent('AI Horde Worker:17:u');
    assert.ok(canSample(legacy, 'DDIM', false));
    assert.ok(!canSample(legacy, 'DDIM', true));
    assert.ok(canSample(parseBridgeAgent('AI Horde Worker reGen:2:u'), 'DDIM', true));
    assert.ok(!canSample(parseBridgeAgent('AI Horde Worker reGen:2:u'), 'lcm', true));
    assert.ok(!canSample(parseBridgeAgent('AI Horde Worker:10:u'), 'k_euler', false), 'listed, and too old');
  });

  test('are paid in full when official and up to date', () => {
    const percent = (agent: string) => bridgeMultiplierPercent(parseBridgeAgent(agent));
    assert.equal(latestVersion('AI Horde Worker reGen'), 13);
    assert.equal(latestVersion('AI Horde Worker'), 24);
    assert.equal(percent('AI Horde Worker reGen:13.0.0:u'), 100);
    assert.equal(percent('AI Horde Worker reGen:12.9.0:u'), 90);
    assert.equal(percent('AI Horde Worker:24:u'), 100);
    assert.equal(percent('OpenHorde Worker:1:u'), 100);
    assert.equal(percent('SD-WebUI Stable Horde Worker Bridge:4:u'), 75);
    assert.equal(percent('unknown:0:unknown'), 75);
  });
});

describe('our own worker', () => {
  test('offers what the first engine can do', () => {
    const bridge = parseBridgeAgent('OpenHorde Worker:1.0.0:https://example.org');
    assert.deepEqual([...bridge.capabilities].sort(), [
      'batch_index',
      'clip_skip',
      'img2img',
      'inpainting',
      'karras',
      'post-processing',
      'r2',
      'r2_source',
      'tiling',
    ]);
    assert.ok(canSample(bridge, 'lcm', true));
    assert.ok(!canSample(bridge, 'k_heun', true));
  });

  test('may say better what it can, in words that the tables know', () => {
    const bridge = parseBridgeAgent(
      'OpenHorde Worker:1.0.0:https://example.org#can=r2,post-processing,RealESRGAN_x2plus,flying&samplers=k_heun',
    );
    assert.deepEqual([...bridge.capabilities].sort(), ['RealESRGAN_x2plus', 'post-processing', 'r2']);
    assert.ok(canSample(bridge, 'k_heun', true));
    assert.ok(!canSample(bridge, 'lcm', true));
  });

  test('is the only one that is believed', () => {
    assert.ok(!can('AI Horde Worker:3:https://example.org#can=controlnet', 'controlnet'));
  });
});
