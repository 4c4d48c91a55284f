import type { Bus, BusListener } from '@openhorde/server/platform/bus.ts';

/**
 * A bus of one process, for tests without a second node: a message arrives at once and counts as this node's own,
 * also one that is published as part of a transaction that is not committed yet.
 */
export class MemoryBus implements Bus {
  readonly #listeners = new Map<string, Set<BusListener>>();
  readonly #catchUps = new Set<() => unknown>();
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

  /** Pretends that messages may have been lost; resolves when all have caught up. */
  async gap(): Promise<void> {
    await Promise.all([...this.#catchUps].map(catchUp => catchUp()));
  }

  subscribe(topic: string, listener: BusListener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  onGap(catchUp: () => unknown): () => void {
    this.#catchUps.add(catchUp);
    return () => void this.#catchUps.delete(catchUp);
  }

  async close(): Promise<void> {}
}
