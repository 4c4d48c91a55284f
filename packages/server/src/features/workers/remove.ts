import { HordeError } from '@openhorde/contract';
import type { Principal } from '../../http/index.ts';
import type { EditNeeds } from './edit.ts';
import type { Worker } from './worker.ts';

const FOREIGN_KEY_VIOLATION = '23503';

/**
 * Deletes a worker with its messages; its owner keeps the kudos, and the name is free.
 * @throws HordeError NotModerator; Locked while jobs, finished ones included, still refer to it
 */
export async function removeWorker(
  { db, registry, tell }: EditNeeds,
  worker: Worker,
  caller: Principal,
): Promise<void> {
  if (!caller.moderator && caller.id !== worker.userId) throw new HordeError('NotModerator');
  try {
    await db.transaction(async transaction => {
      await transaction.query('DELETE FROM workers WHERE id = $1', [worker.id]);
      await tell([worker.id], transaction);
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === FOREIGN_KEY_VIOLATION) {
      throw new HordeError('Locked', {
        message:
          'The worker still has jobs in the queue. Put it into maintenance and try again in 20 minutes.',
      });
    }
    throw error;
  }
  registry.remove(worker.id);
}
