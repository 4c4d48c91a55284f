import { HordeError } from '@openhorde/contract';
import type { Worker } from '../../core/workers/index.ts';
import type { Principal } from '../../http/index.ts';
import type { Executor } from '../../platform/db.ts';
import { isForeignKeyViolation } from '../../platform/postgresCodes.ts';
import { recordDeed } from '../audit/index.ts';
import type { EditNeeds } from './edit.ts';

/**
 * Deletes a worker with its messages; its owner keeps the kudos, and the name is free.
 * @throws HordeError NotModerator; Locked while jobs, finished ones included, still refer to it
 */
export async function removeWorker(
  { db, registry, tell, now }: EditNeeds,
  worker: Worker,
  caller: Principal,
): Promise<void> {
  if (!caller.moderator && caller.id !== worker.userId) throw new HordeError('NotModerator');
  try {
    await db.transaction(async transaction => {
      await transaction.query('DELETE FROM workers WHERE id = $1', [worker.id]);
      if (caller.id !== worker.userId) {
        await recordDeed(
          transaction,
          {
            actorId: caller.id,
            action: 'worker.delete',
            subject: `worker:${worker.id}`,
            detail: { name: worker.name, owner: worker.userId },
          },
          now(),
        );
      }
      await tell([worker.id], transaction);
    });
  } catch (error) {
    if (isForeignKeyViolation(error)) {
      throw new HordeError('Locked', {
        message:
          'The worker still has jobs in the queue. Put it into maintenance and try again in 20 minutes.',
      });
    }
    throw error;
  }
  registry.remove(worker.id);
}

/**
 * Deletes all workers of an account, as part of a transaction. Fails with a foreign key violation while jobs still refer to
 * one of them.
 * @returns what is to be done once it is committed
 */
export async function removeWorkersOf(
  { registry, tell }: EditNeeds,
  userId: number,
  on: Executor,
): Promise<() => void> {
  const { rows } = await on.query<{ id: string }>('DELETE FROM workers WHERE user_id = $1 RETURNING id', [
    userId,
  ]);
  const ids = rows.map(row => row.id);
  await tell(ids, on);
  return () => {
    for (const id of ids) registry.remove(id);
  };
}
