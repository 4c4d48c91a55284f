import type { EditNeeds } from './edit.ts';

/** After the suspicions of an account were forgotten: those of its workers are, too. A paused one stays paused. */
export async function forgiveWorkers({ db, registry, tell }: EditNeeds, userId: number): Promise<void> {
  const workers = registry.ofUser(userId);
  if (workers.length === 0) return;
  await db.transaction(async transaction => {
    await transaction.query('UPDATE workers SET suspicions = 0 WHERE user_id = $1', [userId]);
    await tell(
      workers.map(worker => worker.id),
      transaction,
    );
  });
  for (const worker of workers) registry.update(worker, { suspicions: 0 });
}
