/** Speed of a worker: the mean of its newest throughput samples, in raw things per second (rules-jobs §4, §5.2). */

/** Samples that count. */
export const SPEED_SAMPLES = 20;

/** Speed of a worker that has delivered nothing yet. */
export const INITIAL_SPEED = { image: 1_000_000, text: 1, interrogation: 1 } as const;

/** Throughput of one job with one decimal; a job that took no time counts as 1. */
export function throughput(things: number, seconds: number): number {
  return seconds > 0 ? Math.round((things / seconds) * 10) / 10 : 1;
}

/** The samples after a new one, newest last. */
export function withSample(samples: readonly number[], sample: number): number[] {
  return [...samples, sample].slice(-SPEED_SAMPLES);
}

/** Mean of the samples; the initial speed when there are none or they say nothing. */
export function speedOf(samples: readonly number[], initial: number): number {
  const newest = samples.slice(-SPEED_SAMPLES);
  const mean = newest.reduce((sum, sample) => sum + sample, 0) / newest.length;
  return mean > 0 ? mean : initial;
}
