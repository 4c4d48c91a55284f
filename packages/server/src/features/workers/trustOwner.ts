import type { EditNeeds } from './edit.ts';

/** After the trust of an account was set: its workers count as such, and paused ones of a trusted user go on. */
export async function trustOwner(
  { db, registry, tell }: EditNeeds,
  userId: number,
  trusted: boolean,
): Promise<void> {
  const workers = registry.ofUser(userId);
  if (workers.length === 0) return;
  await db.transaction(async transaction => {
    if (trusted)
      await transaction.query('UPDATE workers SET paused = false WHERE user_id = $1 AND paused', [userId]);
    await tell(
      workers.map(worker => worker.id),
      transaction,
    );
  });
  for (const worker of workers)
    registry.update(worker, { ownerTrusted: trusted, ...(trusted && { paused: false }) });
}
