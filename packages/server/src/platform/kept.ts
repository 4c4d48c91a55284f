/** A value that is computed at the first read and kept for a while. */
export interface Kept<Value> {
  get(): Promise<Value>;
}

/**
 * Keeps what `compute` resolves to for `milliseconds`, counted from when it was asked for. Callers that come while it
 * is being computed share it. An error is handed to those who wait for it and is not kept.
 */
export function keep<Value>(
  now: () => number,
  milliseconds: number,
  compute: () => Promise<Value>,
): Kept<Value> {
  let value: Promise<Value> | undefined;
  let askedAtMs = 0;
  return {
    get() {
      if (value && now() - askedAtMs < milliseconds) return value;
      askedAtMs = now();
      const computing = compute();
      computing.catch(() => {
        if (value === computing) value = undefined;
      });
      value = computing;
      return computing;
    },
  };
}
