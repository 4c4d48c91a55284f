/**
 * Waits for a reason to stop: a signal of the terminal or the system, or the end of `over`.
 * `onSignal` is called at every signal: the first asks to stop, the second to give up what is at work; the third ends
 * the process at once.
 * @returns the first reason
 */
export function untilToldToStop(
  onSignal: () => void = () => {},
  over: Promise<unknown> = new Promise(() => {}),
): Promise<string> {
  let signals = 0;
  return new Promise((resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        signals += 1;
        if (signals === 3) process.exit(130);
        onSignal();
        resolve(signal);
      });
    }
    over.then(() => resolve('the worker has stopped'), reject);
  });
}
