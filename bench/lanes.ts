/** What came of calls that were repeated for a while. */
export interface Measured {
  count: number;
  errors: number;
  /** The first few, for people. */
  errorSamples: string[];
  seconds: number;
  /** Per second. */
  rate: number;
  /** Milliseconds, as the caller sees them. */
  p50: number;
  p95: number;
  p99: number;
}

/** An answer that is none of those that the scenario wants. */
export class Unwanted extends Error {
  override readonly name = 'Unwanted';
}

const SAMPLES_MAX = 5;

/** Told when the time begins and ends that counts. */
export interface Meter {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const NO_METER: Meter = { async start() {}, async stop() {} };

/** Collects times of calls; several may run at once. */
export class Stopwatch {
  #times: number[] = [];
  #errors = 0;
  #samples: string[] = [];
  #startedAt = 0;
  #spentMs = 0;
  readonly #meter: Meter;

  constructor(meter = NO_METER) {
    this.#meter = meter;
  }

  /** Begins, or goes on after `pause`. */
  async start(): Promise<void> {
    await this.#meter.start();
    this.#startedAt = performance.now();
  }

  async pause(): Promise<void> {
    this.#spentMs += performance.now() - this.#startedAt;
    await this.#meter.stop();
  }

  get spentSeconds(): number {
    return this.#spentMs / 1000;
  }

  async time<T>(work: () => Promise<T>): Promise<T | undefined> {
    const startedAt = performance.now();
    try {
      const value = await work();
      this.#times.push(performance.now() - startedAt);
      return value;
    } catch (error) {
      this.#errors += 1;
      if (this.#samples.length < SAMPLES_MAX) this.#samples.push(String(error));
      return undefined;
    }
  }

  result(): Measured {
    const times = Float64Array.from(this.#times).sort();
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return {
      count: times.length,
      errors: this.#errors,
      errorSamples: this.#samples,
      seconds: this.spentSeconds,
      rate: times.length / this.spentSeconds,
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
    };
  }
}

/** Runs `work` in `count` lanes, again and again, until `until` says so. */
export async function inLanes(
  count: number,
  until: () => boolean,
  work: (lane: number) => Promise<void>,
): Promise<void> {
  const run = async (lane: number) => {
    while (!until()) await work(lane);
  };
  await Promise.all(Array.from({ length: count }, (_, lane) => run(lane)));
}

/** Runs `work` `times` times in all, spread over `count` lanes. */
export async function times(total: number, count: number, work: (lane: number, n: number) => Promise<void>) {
  let next = 0;
  await inLanes(
    count,
    () => next >= total,
    lane => work(lane, next++),
  );
}
