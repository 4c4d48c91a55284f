import type { EditNeeds } from './edit.ts';

/** After the suspicions of an account were forgotten: those of its workers are, too. A paused one stays paused. */
export async function forgiveWorkers({ db, registry, tell }: EditNeeds, userId: number): Promise<void> {
  const ids = await db.transaction(async transaction => {
    const { rows } = await transaction.query<{ id: string }>(
      'UPDATE workers SET suspicions = 0 WHERE user_id = $1 RETURNING id',
      [userId],
    );
    const those = rows.map(row => row.id);
    await tell(those, transaction);
    return those;
  });
  await registry.load(ids);
}
