/** Step of the engine, as the worker last told it. */
export interface JobProgress {
  step: number;
  steps: number;
  stage: string | null;
}

/** What requests ask about their jobs that are at workers. */
export interface JobsAtWorkers {
  ofRequest(requestId: string): Iterable<{
    workerId: string;
    startedAtMs: number;
    /** Handed to a paused worker for show. */
    fake: boolean;
    progress: JobProgress | undefined;
  }>;
}
