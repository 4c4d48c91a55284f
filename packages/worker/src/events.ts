/** What a worker tells those who watch it: the command line, tests. */
export type WorkerEvent =
  | { type: 'warning'; message: string }
  | { type: 'engine'; state: 'starting' | 'ready' | 'restarting'; message: string }
  /** A line that an engine printed. */
  | { type: 'engine_log'; line: string }
  | {
      type: 'popped';
      jobId: string;
      model: string;
      images: number;
      width: number;
      height: number;
      steps: number;
    }
  /** Nothing to do; how many waiting requests were passed over, by reason. */
  | { type: 'idle'; skipped: Record<string, number> }
  | { type: 'progress'; jobId: string; step: number; steps: number; stage: string }
  | { type: 'generated'; jobId: string; images: number; seconds: number }
  /** A picture has arrived. `kudos` is null when an earlier try had been heard. */
  | { type: 'delivered'; jobId: string; kudos: number | null }
  | { type: 'faulted'; jobId: string; reason: string }
  /** The horde does not want the result any more. */
  | { type: 'unwanted'; jobId: string; reason: string }
  /** A call failed and will be tried again. */
  | { type: 'trouble'; doing: 'pop' | 'delivery'; message: string; retryMs: number }
  /** A message to the owner; told once. */
  | { type: 'message'; message: string; origin: string }
  | { type: 'paused'; reason: string; ms: number }
  | { type: 'stopping'; message: string }
  | { type: 'stopped' };

export type OnWorkerEvent = (event: WorkerEvent) => void;
