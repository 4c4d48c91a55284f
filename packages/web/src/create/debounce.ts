/** Calls that come too fast become one. The timer comes in, so that a test can turn the clock. */
export interface Timers {
  set(run: () => void, delayMs: number): unknown;
  clear(handle: unknown): void;
}

const realTimers: Timers = {
  set: (run, delayMs) => setTimeout(run, delayMs),
  clear: handle => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

export interface Debouncer<Value> {
  /** Remembers `value` and restarts the wait. */
  push(value: Value): void;
  /** Forgets what waits. */
  cancel(): void;
}

/** Hands `act` the last value that was pushed, once nothing was pushed for `delayMs`. */
export function createDebouncer<Value>(
  act: (value: Value) => void,
  delayMs: number,
  timers: Timers = realTimers,
): Debouncer<Value> {
  let handle: unknown;
  return {
    push(value) {
      if (handle !== undefined) timers.clear(handle);
      handle = timers.set(() => {
        handle = undefined;
        act(value);
      }, delayMs);
    },
    cancel() {
      if (handle !== undefined) timers.clear(handle);
      handle = undefined;
    },
  };
}
