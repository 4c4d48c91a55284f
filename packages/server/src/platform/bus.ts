import type { Executor } from './db.ts';

/**
 * Nodes tell each other what changed. A hint, never the truth: messages are lost while a connection is down, and
 * a listener that depends on them catches up from the database when told of a gap.
 */
export interface Bus {
  /**
   * Sends a JSON value to every node that listens to `topic`, this one included.
   * With `on` it is part of that transaction: sent when it commits, never when it does not.
   */
  publish(topic: string, payload: unknown, on?: Executor): Promise<void>;
  /** @returns what ends the subscription. */
  subscribe(topic: string, listener: BusListener): () => void;
  /**
   * `catchUp` reads everything again that may have changed: it is called when messages may have been lost, and again,
   * with growing pauses, until it succeeds. Never twice at the same time.
   * @returns what ends it.
   */
  onGap(catchUp: () => unknown): () => void;
  close(): Promise<void>;
}

/**
 * `own` tells that this very node has sent it. A message whose listener fails, at once or by the promise that it returns,
 * is as good as lost: the bus tells of a gap.
 */
export type BusListener = (payload: unknown, own: boolean) => unknown;
