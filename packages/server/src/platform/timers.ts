import type { Logger } from 'pino';
import { pause, type World } from './world.ts';

export interface TaskOptions {
  name: string;
  /** From the end of one run to the start of the next. */
  everyMs: number;
  /** Share of `everyMs` by which each pause varies either way, so that nodes do not march in step. Default 0.1. */
  jitter?: number;
  /** Run at once, before the first pause. Default false. */
  immediately?: boolean;
  run(signal: AbortSignal): Promise<void> | void;
}

/** Repeating tasks of a node. */
export interface Timers {
  /** Runs it again and again; never twice at the same time. An error is logged, and the next run comes all the same. */
  repeat(task: TaskOptions): void;
  /** Tells running tasks by their signal, and resolves when none runs any more. None starts afterwards. */
  stop(): Promise<void>;
}

export function createTimers(log: Pick<Logger, 'error'>, world: Pick<World, 'after' | 'random'>): Timers {
  const { random } = world;
  const abort = new AbortController();
  const { signal } = abort;
  const loops = new Set<Promise<void>>();

  async function loop(task: TaskOptions): Promise<void> {
    const { everyMs, jitter = 0.1 } = task;
    if (!task.immediately) await pause(world, everyMs * random(), signal);
    while (!signal.aborted) {
      try {
        await task.run(signal);
      } catch (error) {
        if (!signal.aborted) log.error({ err: error, task: task.name }, 'a repeating task failed');
      }
      await pause(world, everyMs * (1 + jitter * (2 * random() - 1)), signal);
    }
  }

  return {
    repeat(task) {
      if (signal.aborted) return;
      const running = loop(task).finally(() => loops.delete(running));
      loops.add(running);
    },
    async stop() {
      abort.abort();
      await Promise.all(loops);
    },
  };
}
