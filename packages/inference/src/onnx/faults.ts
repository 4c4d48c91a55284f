import { ModelFolderError } from '../diffusion/index.ts';
import { EngineError } from '../engine.ts';

/** How the runtime and the language say that memory is short. */
const OUT_OF_MEMORY =
  /bad_alloc|failed to allocate|out of memory|array buffer allocation|invalid array length/i;

/** Gives an error of the networks, the runtime or the files the reason that the horde is told. */
export function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ModelFolderError) return new EngineError('model_missing', message, { cause: error });
  const reason = OUT_OF_MEMORY.test(message) ? 'out_of_memory' : 'failed';
  return new EngineError(reason, message, { cause: error });
}
