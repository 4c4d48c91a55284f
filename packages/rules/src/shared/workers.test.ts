import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { abortsMax, countAbort } from './aborts.ts';
import { isOnline, storesCheckIn } from './online.ts';
import { INITIAL_SPEED, speedOf, throughput, withSample } from './speed.ts';
import { countUptime, imageUptimeReward, textUptimeReward } from './uptime.ts';

describe('a worker’s speed', () => {
  test('is work by time with one decimal; no time counts as 1', () => {
    assert.equal(throughput(7_864_320, 9), 873_813.3);
    assert.equal(throughput(100, 0), 1);
  });

  test('is the mean of its newest 20 samples, the initial one without any', () => {
    let samples: number[] = [];
    for (let sample = 1; sample <= 25; sample++) samples = withSample(samples, sample);
    assert.equal(samples.length, 20);
    assert.equal(speedOf(samples, INITIAL_SPEED.image), 15.5);
    assert.equal(speedOf([], INITIAL_SPEED.image), 1_000_000);
    assert.equal(speedOf([0, 0], INITIAL_SPEED.text), 1);
  });
});

describe('check-ins', () => {
  test('keep a worker online for five minutes', () => {
    assert.ok(isOnline({ lastCheckInMs: 0 }, 300_000));
    assert.ok(!isOnline({ lastCheckInMs: 0 }, 300_001));
  });

  test('are stored every 30 seconds, and always in the first 30 of a worker’s life', () => {
    assert.ok(storesCheckIn({ createdMs: 0, lastCheckInMs: 20_000 }, 25_000));
    assert.ok(!storesCheckIn({ createdMs: 0, lastCheckInMs: 20_000 }, 45_000));
    assert.ok(storesCheckIn({ createdMs: 0, lastCheckInMs: 20_000 }, 50_000));
  });
});

describe('uptime', () => {
  const up = { lastCheckInMs: 0, paused: false, maintenance: false };

  test('counts while a worker is online and at work', () => {
    assert.deepEqual(countUptime({ uptimeSeconds: 500, rewardedUptimeSeconds: 0 }, up, 60_000), {
      uptimeSeconds: 560,
      rewardedUptimeSeconds: 0,
      reward: false,
    });
  });

  test('is rewarded after more than ten minutes of it', () => {
    assert.equal(countUptime({ uptimeSeconds: 540, rewardedUptimeSeconds: 0 }, up, 60_000).reward, false);
    assert.deepEqual(countUptime({ uptimeSeconds: 541, rewardedUptimeSeconds: 0 }, up, 60_000), {
      uptimeSeconds: 601,
      rewardedUptimeSeconds: 601,
      reward: true,
    });
  });

  test('begins anew for who was away, paused or in maintenance', () => {
    const count = { uptimeSeconds: 599, rewardedUptimeSeconds: 0 };
    const anew = { uptimeSeconds: 599, rewardedUptimeSeconds: 599, reward: false };
    assert.deepEqual(countUptime(count, up, 301_000), anew);
    assert.deepEqual(countUptime(count, { ...up, paused: true }, 60_000), anew);
    assert.deepEqual(countUptime(count, { ...up, maintenance: true }, 60_000), anew);
  });

  test('pays image workers by models and LoRAs', () => {
    assert.equal(imageUptimeReward(1, false), 5200);
    assert.equal(imageUptimeReward(10, true), 10_000);
  });

  const TEXT: [context: number, billions: number | undefined, validated: boolean, kudos: number][] = [
    [2048, 7, true, 55],
    [4096, 13, true, 157.86],
    [8192, 70, true, 1450],
    [2048, 1, true, 13.75],
    [8192, 8, false, 49.71],
    [2048, undefined, true, 27.5],
  ];
  for (const [maxContextLength, billions, backendValidated, kudos] of TEXT) {
    test(`pays a text worker of ${maxContextLength} and ${billions ?? 'unknown'} B ${kudos}`, () => {
      assert.equal(
        textUptimeReward({ maxContextLength, billions, backendValidated }),
        Math.round(kudos * 100),
      );
    });
  }
});

describe('aborts', () => {
  const none = { abortedJobs: 0, abortedSinceMs: null, uncompletedJobs: 0 };

  test('are counted by the hour; one more than is borne is too many, and the count restarts', () => {
    assert.deepEqual(countAbort(none, 5, 20), {
      abortedJobs: 1,
      abortedSinceMs: 5,
      uncompletedJobs: 1,
      tooMany: false,
    });
    const full = { abortedJobs: 20, abortedSinceMs: 5, uncompletedJobs: 31 };
    assert.deepEqual(countAbort(full, 3_600_005, 20), {
      abortedJobs: 0,
      abortedSinceMs: 5,
      uncompletedJobs: 32,
      tooMany: true,
    });
    assert.deepEqual(countAbort(full, 3_600_006, 20), {
      abortedJobs: 1,
      abortedSinceMs: 3_600_006,
      uncompletedJobs: 32,
      tooMany: false,
    });
  });

  test('20 are borne, 10 in a raid, 100 of an alchemist', () => {
    assert.equal(abortsMax('image', false), 20);
    assert.equal(abortsMax('text', true), 10);
    assert.equal(abortsMax('interrogation', true), 100);
  });
});
