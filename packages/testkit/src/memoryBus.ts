import type { Bus, BusListener } from '@openhorde/server/platform/bus.ts';

/**
 * A bus of one process, for tests without a second node: what is published arrives at once and counts as this node's
 * own, also what is published as part of a transaction that is not committed yet.
 */
export class MemoryBus implements Bus {
  readonly #listeners = new Map<string, Set<BusListener>>();
  readonly #gapListeners = new Set<() => void>();
  /** Everything that was published, oldest first. */
  readonly published: { topic: string; payload: unknown }[] = [];

  async publish(topic: string, payload: unknown): Promise<void> {
    this.published.push({ topic, payload });
    this.deliver(topic, payload, true);
  }

  /** Says something as another node would: `own` false. */
  deliver(topic: string, payload: unknown, own = false): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(structuredClone(payload), own);
  }

  /** Pretends that messages may have been lost. */
  gap(): void {
    for (const listener of this.#gapListeners) listener();
  }

  subscribe(topic: string, listener: BusListener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  onGap(listener: () => void): () => void {
    this.#gapListeners.add(listener);
    return () => void this.#gapListeners.delete(listener);
  }

  async close(): Promise<void> {}
}
