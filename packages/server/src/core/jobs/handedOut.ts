import type { Entry } from '../board/index.ts';

/** Jobs of one request that a worker has been given. */
export interface HandedOut<R = unknown> {
  entry: Entry<R>;
  jobIds: string[];
  model: string;
  ttlSeconds: number;
  /** As stored at admission. */
  payload: unknown;
  /** Jobs that waited before. */
  waitingBefore: number;
}
