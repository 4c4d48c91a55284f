import { keep } from '../../platform/kept.ts';
import type { Platform } from '../../platform/platform.ts';

/** Written over and over; deleted like an old result once no check writes it any more. */
const KEY = 'heartbeat.bin';
const PROBE = Buffer.alloc(64 * 1024);
const KEPT_MILLISECONDS = 5_000;

/**
 * Asks whether what comes in can be kept: an object can be written now, and nothing was refused for lack of room lately.
 * The latter tells of a database without room, which still answers.
 */
export function storageCheck({
  objects,
  shortages,
  world,
}: Pick<Platform, 'objects' | 'shortages' | 'world'>): () => Promise<boolean> {
  const canWrite = keep(world.now, KEPT_MILLISECONDS, () =>
    objects.put(KEY, PROBE).then(
      () => true,
      () => false,
    ),
  );
  return async () => !shortages.isRecent && canWrite.get();
}
