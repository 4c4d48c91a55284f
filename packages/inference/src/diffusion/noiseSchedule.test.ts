import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { noiseLevels, type TrainingNoise, timestepOf, trainedLevels } from './noiseSchedule.ts';

const STABLE_DIFFUSION_1: TrainingNoise = {
  timesteps: 1000,
  betaSchedule: 'scaled_linear',
  betaStart: 0.00085,
  betaEnd: 0.012,
};
const levels = trainedLevels(STABLE_DIFFUSION_1);
const close = (a: number, b: number, within = 1e-4) => assert.ok(Math.abs(a - b) <= within, `${a}, not ${b}`);

test("Stable Diffusion's noise levels are the known ones", () => {
  close(levels[0]!, 0.0292);
  close(levels[999]!, 14.6146);
  close(
    trainedLevels({ ...STABLE_DIFFUSION_1, betaSchedule: 'linear', betaStart: 1e-4, betaEnd: 0.02 })[999]!,
    157.41,
    0.01,
  );
});

test('written-out betas count alone', () => {
  const written = trainedLevels({ ...STABLE_DIFFUSION_1, timesteps: 2, trainedBetas: [0.5, 0.5] });
  close(written[0]!, 1);
  close(written[1]!, Math.sqrt(3));
});

test('a zero terminal SNR leaves nearly no signal at the last timestep and the first one as it was', () => {
  const rescaled = trainedLevels({ ...STABLE_DIFFUSION_1, zeroTerminalSnr: true });
  close(rescaled[0]!, levels[0]!);
  assert.ok(rescaled[999]! > 4000);
});

test('a timestep is found again from its noise level, and from levels near it', () => {
  for (const t of [0, 1, 500, 998, 999]) {
    assert.equal(timestepOf(levels, levels[t]!), t);
    assert.equal(timestepOf(levels, levels[t]! * 1.0001), t);
  }
  assert.equal(timestepOf(levels, 1e-6), 0);
  assert.equal(timestepOf(levels, 1e6), 999);
});

test('Karras levels stand where the formula of the paper puts them', () => {
  const run = noiseLevels(levels, 3, 'karras');
  const middle = ((levels[999]! ** (1 / 7) + levels[0]! ** (1 / 7)) / 2) ** 7;
  close(run[0]!, levels[999]!, 1e-9);
  close(run[1]!, middle, 1e-9);
  close(run[2]!, levels[0]!, 1e-9);
});

const spacing = fc.constantFrom('normal' as const, 'karras' as const);

test('a run has steps + 1 falling levels and ends at 0', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), spacing, (steps, kind) => {
      const run = noiseLevels(levels, steps, kind);
      assert.equal(run.length, steps + 1);
      assert.equal(run.at(-1), 0);
      close(run[0]!, levels[999]!, 1e-9);
      for (let i = 1; i < run.length; i++) assert.ok(run[i]! < run[i - 1]!);
    }),
  );
});

test('a smaller denoising strength starts lower and takes as many steps', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), spacing, (strength, kind) => {
      const run = noiseLevels(levels, 20, kind, strength);
      assert.equal(run.length, 21);
      assert.ok(run[0]! <= noiseLevels(levels, 20, kind, Math.min(1, strength + 0.01))[0]! + 1e-9);
    }),
  );
});
