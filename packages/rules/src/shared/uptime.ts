/** Uptime of a worker and what it earns (rules-jobs §3.2, rules-kudos §3.5). */
import { type Cents, roundHalfEven } from './cents.ts';
import { STALE_AFTER_SECONDS } from './online.ts';

/** Counted seconds between two rewards. */
export const UPTIME_REWARD_SECONDS = 600;

export interface UptimeCount {
  uptimeSeconds: number;
  /** Uptime that the last reward was given at. */
  rewardedUptimeSeconds: number;
}

/** Counts the time since the last check-in. A worker that was away, paused or in maintenance starts ten new minutes. */
export function countUptime(
  count: UptimeCount,
  worker: { lastCheckInMs: number; paused: boolean; maintenance: boolean },
  nowMs: number,
): UptimeCount & { reward: boolean } {
  const seconds = Math.floor((nowMs - worker.lastCheckInMs) / 1000);
  const counted = seconds <= STALE_AFTER_SECONDS && !worker.paused && !worker.maintenance;
  if (!counted) {
    return { uptimeSeconds: count.uptimeSeconds, rewardedUptimeSeconds: count.uptimeSeconds, reward: false };
  }
  const uptimeSeconds = count.uptimeSeconds + Math.max(0, seconds);
  const reward = uptimeSeconds - count.rewardedUptimeSeconds > UPTIME_REWARD_SECONDS;
  return {
    uptimeSeconds,
    rewardedUptimeSeconds: reward ? uptimeSeconds : count.rewardedUptimeSeconds,
    reward,
  };
}

/** Reward of an image worker: 50, 2 for each model, 30 for LoRAs. */
export function imageUptimeReward(models: number, allowLora: boolean): Cents {
  return (50 + 2 * models + (allowLora ? 30 : 0)) * 100;
}

/** The measures by which the uptime of a text worker is paid. */
export interface TextOffer {
  maxContextLength: number;
  /** Billions of parameters of its first model; undefined when the model is unknown. */
  billions: number | undefined;
  backendValidated: boolean;
}

/** Reward of a text worker, by context length and size of its first model. */
export function textUptimeReward({ maxContextLength, billions, backendValidated }: TextOffer): Cents {
  const base = 25 + (15 * Math.min(maxContextLength, 262_144)) / 1024;
  if (billions === undefined) return roundHalfEven(base * 0.5 * 100);
  return roundHalfEven(base * (backendValidated ? 1 : 0.3) * Math.max(billions / 7, 0.25) * 100);
}

export const ALCHEMY_UPTIME_REWARD: Cents = 4000;
