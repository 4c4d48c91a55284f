/**
 * Resolves with the reason to stop: a signal of the terminal or the system, or the end of `over`. After that the next
 * signal ends the process at once.
 */
export function untilToldToStop(over: Promise<unknown> = new Promise(() => {})): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (told) process.exit(130);
        told = true;
        resolve(signal);
      });
    }
    over.then(() => resolve('the worker has stopped'), reject);
  });
}
