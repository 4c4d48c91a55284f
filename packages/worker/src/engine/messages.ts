import type {
  EngineCapabilities,
  EngineFault,
  ImageEngine,
  ImageResult,
  ImageTask,
  Progress,
} from '@openhorde/inference/engine';

/** What an engine module exports. `options` is `engine_options` of the configuration, unchecked. */
export interface EngineModule {
  createEngine(options: Record<string, unknown>): ImageEngine | Promise<ImageEngine>;
}

/** Worker to engine process. `run` is numbered so that late answers of an earlier run are told apart. */
export type ToEngine =
  | { type: 'start'; module: string; options: Record<string, unknown> }
  | { type: 'run'; run: number; task: ImageTask }
  | { type: 'cancel'; run: number }
  | { type: 'close' };

/** Engine process to worker. */
export type FromEngine =
  | { type: 'ready'; name: string; capabilities: EngineCapabilities }
  /** The process answers; says nothing about a running job. */
  | { type: 'alive' }
  | { type: 'progress'; run: number; progress: Progress }
  | { type: 'result'; run: number; results: ImageResult[] }
  | { type: 'fault'; run: number; reason: EngineFault; message: string }
  | { type: 'cancelled'; run: number }
  /** The engine cannot be made as it is configured; the process ends. */
  | { type: 'unusable'; message: string }
  /** The engine is in no known state any more; the process ends. */
  | { type: 'crash'; message: string };
