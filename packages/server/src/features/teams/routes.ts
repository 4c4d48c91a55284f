import { HordeError, type Output, routes, type TeamDetails } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Worker } from '../../core/workers/index.ts';
import { mount } from '../../http/index.ts';
import type { World } from '../../platform/world.ts';
import type { Accounts } from '../accounts/index.ts';
import type { EditNeeds } from '../workers/index.ts';
import { createTeam, deleteTeam, editTeam } from './change.ts';
import { allTeams, findTeam } from './store.ts';
import { type Team, teamDetails } from './team.ts';

export interface TeamRoutesNeeds extends EditNeeds {
  world: Pick<World, 'now' | 'uuid'>;
  accounts: Pick<Accounts, 'byIds'>;
}

/** Teams of workers: making, looking at, changing and deleting them. */
export function teamRoutes(app: FastifyInstance, needs: TeamRoutesNeeds): void {
  const { db } = needs;

  mount(app, routes.teams, async () => show(needs, await allTeams(db)));

  mount(app, routes.createTeam, async call => createTeam(needs, await call.principal(), call.body));

  mount(app, routes.teamById, async call => {
    const team = await findTeam(db, call.params.team_id);
    const caller = await call.maybePrincipal();
    if (caller && !caller.moderator) throw new HordeError('NotModerator');
    const [shown] = await show(needs, [team]);
    return shown!;
  });

  mount(app, routes.editTeam, async call => {
    const team = await findTeam(db, call.params.team_id);
    return editTeam(needs, team, await call.principal(), call.body);
  });

  mount(app, routes.deleteTeam, async call => {
    const team = await findTeam(db, call.params.team_id);
    await deleteTeam(needs, team, await call.principal());
    return { deleted_id: team.id, deleted_name: team.name };
  });
}

async function show(
  { registry, accounts, world }: TeamRoutesNeeds,
  teams: readonly Team[],
): Promise<Output<TeamDetails>[]> {
  const members = new Map<string, Worker[]>(teams.map(({ id }) => [id, []]));
  for (const worker of registry.all()) if (worker.teamId !== null) members.get(worker.teamId)?.push(worker);
  const owners = await accounts.byIds(teams.map(({ ownerId }) => ownerId));
  return teams.map(team =>
    teamDetails(team, owners.get(team.ownerId)?.alias ?? '', members.get(team.id)!, world.now()),
  );
}
