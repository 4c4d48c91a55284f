import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MEGABYTE = 1024 * 1024;
/** Between two looks. */
const LOOK_MS = 2;

setFlagsFromString('--expose_gc');
const collectGarbage: () => void = runInNewContext('gc');

/**
 * By how much the memory of this process, the node in it included, was larger at its highest point while `work` ran
 * than before, in whole MiB. What earlier work has left is collected first: memory that waits for that would hide
 * what is taken now.
 */
export async function growthOf(work: () => Promise<void>): Promise<number> {
  collectGarbage();
  const before = process.memoryUsage.rss();
  let most = before;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const looking = setInterval(look, LOOK_MS);
  try {
    await work();
  } finally {
    clearInterval(looking);
    look();
  }
  return Math.round((most - before) / MEGABYTE);
}
