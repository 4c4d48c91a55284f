import type { EditNeeds } from './edit.ts';

/** After the trust of an account was set: its workers count as such, and paused ones of a trusted user go on. */
export async function trustOwner(
  { db, registry, tell }: EditNeeds,
  userId: number,
  trusted: boolean,
): Promise<void> {
  const ids = await db.transaction(async transaction => {
    const { rows } = await transaction.query<{ id: string }>(
      'UPDATE workers SET paused = paused AND NOT $2 WHERE user_id = $1 RETURNING id',
      [userId, trusted],
    );
    const those = rows.map(row => row.id);
    await tell(those, transaction);
    return those;
  });
  await registry.load(ids);
}
