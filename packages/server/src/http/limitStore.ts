/** A window of a limit after a call was counted in it. */
export interface Hit {
  /** Calls in this window, this one included. */
  readonly count: number;
  readonly resetAtMs: number;
}

/** Where calls are counted. A store that several nodes share answers with a promise. */
export interface LimitStore {
  hit(key: string, windowMs: number): Hit | Promise<Hit>;
}

const WINDOWS_MAX = 200_000;

/**
 * Fixed windows in memory. A window begins with its first call. Windows of one length end in the order in which they began,
 * so those that are over always stand at the front and go without a timer; when there are too many the oldest go early.
 */
export class MemoryLimitStore implements LimitStore {
  readonly #windows = new Map<number, Map<string, { count: number; resetAtMs: number }>>();
  readonly #now: () => number;
  readonly #windowsMax: number;

  constructor(now: () => number, windowsMax: number = WINDOWS_MAX) {
    this.#now = now;
    this.#windowsMax = windowsMax;
  }

  hit(key: string, windowMs: number): Hit {
    let windows = this.#windows.get(windowMs);
    if (!windows) {
      windows = new Map();
      this.#windows.set(windowMs, windows);
    }
    const now = this.#now();
    const known = windows.get(key);
    if (known && known.resetAtMs > now) {
      known.count += 1;
      return known;
    }
    windows.delete(key);
    for (const [old, { resetAtMs }] of windows) {
      if (resetAtMs > now && windows.size < this.#windowsMax) break;
      windows.delete(old);
    }
    const begun = { count: 1, resetAtMs: now + windowMs };
    windows.set(key, begun);
    return begun;
  }
}
