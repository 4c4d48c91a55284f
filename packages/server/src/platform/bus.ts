import type { Executor } from './db.ts';

/**
 * Nodes tell each other what changed. A hint, never the truth: messages are lost while a connection is down, and
 * whoever depends on them catches up from the database when told of a gap.
 */
export interface Bus {
  /**
   * Sends a JSON value to every node that listens to `topic`, this one included.
   * With `on` it is part of that transaction: sent when it commits, never when it does not.
   */
  publish(topic: string, payload: unknown, on?: Executor): Promise<void>;
  /** @returns what ends the subscription. */
  subscribe(topic: string, listener: BusListener): () => void;
  /** Called when messages may have been lost and are over: the bus is connected again. */
  onGap(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Must not throw. `own` tells that this very node has sent it. */
export type BusListener = (payload: unknown, own: boolean) => void;
