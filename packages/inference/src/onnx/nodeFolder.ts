import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import type { ModelFolder } from '../diffusion/index.ts';

/**
 * Options of every session; `threads` absent: as many as the machine has cores. Threads that have nothing to do sleep
 * instead of spinning: on a machine whose cores are shared with a server and a database, spinning threads take each
 * other's time (measured on two busy cores: 103 ms for a U-Net call, 46 ms without).
 */
export function sessionOptions(threads?: number): ort.InferenceSession.SessionOptions {
  return {
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    ...(threads ? { intraOpNumThreads: threads } : {}),
  };
}

/** A checkpoint on this machine's disk. Sessions open by path, so that weights beside a `.onnx` file are found. */
export function nodeFolder(folder: string, threads?: number): ModelFolder {
  const at = (relative: string) => path.join(folder, ...relative.split('/'));
  return {
    async readText(relative) {
      return (await exists(at(relative))) ? readFile(at(relative), 'utf8') : undefined;
    },
    async openSession(relative) {
      if (!(await exists(at(relative)))) return undefined;
      return ort.InferenceSession.create(at(relative), sessionOptions(threads));
    },
  };
}

export async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
