/** Whether this machine has a network, as far as the browser knows. */
import { createStore } from './createStore.ts';

export const isOnline = createStore<boolean>(globalThis.navigator?.onLine ?? true);

for (const event of ['online', 'offline'])
  globalThis.addEventListener?.(event, () => isOnline.set(navigator.onLine));

/** Resolves once there is a network, at the latest after `ms`. */
export function untilOnline(ms: number): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, ms);
    const stop = isOnline.subscribe(() => isOnline.get() && done());
  });
}
