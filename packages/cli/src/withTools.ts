import { openTools, type Tools } from '@openhorde/server';

/** Runs `work` with the operator's hands: beside the node of this home folder, or without one. */
export async function withTools<T>(work: (tools: Tools) => Promise<T>): Promise<T> {
  const tools = await openTools();
  try {
    return await work(tools);
  } finally {
    await tools.close();
  }
}
