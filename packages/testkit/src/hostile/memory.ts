import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MEGABYTE = 1024 * 1024;
/** Between two looks. */
const LOOK_MS = 2;

setFlagsFromString('--expose_gc');
const collectGarbage: () => void = runInNewContext('gc');

/**
 * By how much the memory of this process that V8 does not manage was larger at its highest point while `work` ran than
 * before, in whole MiB: what decoders take of the node in this process. What V8 manages, the texts of calls and the
 * buffers, grows until V8 finds the time to collect it, the later the busier the machine.
 */
export async function growthOf(work: () => Promise<void>): Promise<number> {
  collectGarbage();
  const before = unmanaged();
  let most = before;
  const look = () => {
    most = Math.max(most, unmanaged());
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

function unmanaged(): number {
  const { rss, heapTotal, external } = process.memoryUsage();
  return rss - heapTotal - external;
}
