/** Jobs on their way from the pop to an engine. */
export interface JobQueue<T> {
  push(item: T): void;
  /** The next job, as soon as there is one; null when the queue is closed and empty. */
  take(): Promise<T | null>;
  /** Nothing more will come. */
  close(): void;
}

export function createJobQueue<T>(): JobQueue<T> {
  const items: T[] = [];
  const takers: ((item: T | null) => void)[] = [];
  let closed = false;
  return {
    push(item) {
      const taker = takers.shift();
      if (taker) taker(item);
      else items.push(item);
    },
    take() {
      const item = items.shift();
      if (item !== undefined) return Promise.resolve(item);
      return closed ? Promise.resolve(null) : new Promise(resolve => takers.push(resolve));
    },
    close() {
      closed = true;
      for (const taker of takers.splice(0)) taker(null);
    },
  };
}
