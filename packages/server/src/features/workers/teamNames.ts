import type { Executor } from '../../platform/db.ts';

/** Names of the teams that exist among `ids`, which must be UUIDs. */
export async function readTeamNames(on: Executor, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await on.query<{ id: string; name: string }>(
    'SELECT id, name FROM teams WHERE id = ANY($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(row => [row.id, row.name]));
}
