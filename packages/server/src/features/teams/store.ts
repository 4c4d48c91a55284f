import { HordeError, isUuid } from '@openhorde/contract';
import { type Executor, statement } from '../../platform/db.ts';
import { isUniqueViolation } from '../../platform/postgresCodes.ts';
import type { Team } from './team.ts';

interface Row {
  id: string;
  name: string;
  info: string;
  owner_id: number;
  fulfilments: number;
  kudos: number;
  uptime_seconds: number;
}

const COLUMNS = 'id, name, info, owner_id, fulfilments, kudos, uptime_seconds';
const ALL = statement<Row>('teams', `SELECT ${COLUMNS} FROM teams ORDER BY created_at, id`);
const ONE = statement<Row>('team', `SELECT ${COLUMNS} FROM teams WHERE id = $1`);

const teamOf = (row: Row): Team => ({
  id: row.id,
  name: row.name,
  info: row.info,
  ownerId: row.owner_id,
  fulfilments: row.fulfilments,
  kudos: row.kudos,
  uptimeSeconds: row.uptime_seconds,
});

/** The oldest first. */
export async function allTeams(on: Executor): Promise<Team[]> {
  return (await ALL.run(on, [])).map(teamOf);
}

/** @throws HordeError TeamNotFound */
export async function findTeam(on: Executor, id: string): Promise<Team> {
  const [row] = isUuid(id) ? await ONE.run(on, [id]) : [];
  if (!row) throw new HordeError('TeamNotFound');
  return teamOf(row);
}

/** Whether another team has this name, in any letter case. */
export async function isNameTaken(on: Executor, name: string, exceptId?: string): Promise<boolean> {
  const { rows } = await on.query(
    'SELECT 1 FROM teams WHERE lower(name) = lower($1) AND ($2::uuid IS NULL OR id <> $2)',
    [name, exceptId ?? null],
  );
  return rows.length > 0;
}

/** @throws HordeError TeamNameAlreadyExists when another call was faster */
export async function insertTeam(
  on: Executor,
  team: Pick<Team, 'id' | 'name' | 'info' | 'ownerId'>,
  createdAtMs: number,
): Promise<void> {
  await unlessTaken(
    on.query('INSERT INTO teams (id, name, info, owner_id, created_at) VALUES ($1, $2, $3, $4, $5)', [
      team.id,
      team.name,
      team.info,
      team.ownerId,
      new Date(createdAtMs),
    ]),
  );
}

/** @throws HordeError TeamNameAlreadyExists when another call was faster, TeamNotFound when it is gone */
export async function updateTeam(
  on: Executor,
  id: string,
  { name, info }: { name?: string; info?: string },
): Promise<void> {
  const { rowCount } = await unlessTaken(
    on.query('UPDATE teams SET name = coalesce($2, name), info = coalesce($3, info) WHERE id = $1', [
      id,
      name ?? null,
      info ?? null,
    ]),
  );
  if (rowCount === 0) throw new HordeError('TeamNotFound');
}

async function unlessTaken<Result>(query: Promise<Result>): Promise<Result> {
  try {
    return await query;
  } catch (error) {
    if (isUniqueViolation(error)) throw new HordeError('TeamNameAlreadyExists');
    throw error;
  }
}
