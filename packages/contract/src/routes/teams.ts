import { Type } from 'typebox';
import { id } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import { CreateTeamInput, DeletedTeam, ModifyTeam, ModifyTeamInput, TeamDetails } from '../schemas/teams.ts';

const TEAM_ID = Type.Object({ team_id: id('The team.') });
const SINGLE_LIMIT = [{ count: 30, seconds: 60, per: 'path' }] as const;

export const teams = route({
  method: 'GET',
  path: '/v2/teams',
  operationId: 'get_teams',
  tag: 'Teams',
  summary: 'All teams',
  access: 'public',
  cache: { seconds: 10 },
  answers: { 200: Type.Array(TeamDetails) },
  output: 'skip-none',
  returnCodes: [],
});

export const createTeam = route({
  method: 'POST',
  path: '/v2/teams',
  operationId: 'post_teams',
  tag: 'Teams',
  summary: 'Make a team',
  description: 'For trusted users. Any worker may join it then: see the team of a worker.',
  access: 'key',
  scope: 'all',
  limits: SINGLE_LIMIT,
  body: CreateTeamInput,
  bodyCheck: 'schema',
  answers: { 200: ModifyTeam, 400: RequestError, 401: RequestError, 403: RequestError },
  output: 'skip-none',
  returnCodes: [
    'InvalidAPIKey',
    'DeletedUser',
    'AnonForbidden',
    'UntrustedTeamCreation',
    'TeamNameAlreadyExists',
    'ProfaneTeamName',
    'ProfaneTeamInfo',
    'BadRequest',
  ],
});

export const teamById = route({
  method: 'GET',
  path: '/v2/teams/{team_id}',
  operationId: 'get_team_single',
  tag: 'Teams',
  summary: 'A team',
  description: "Send no key unless it is a moderator's: any other is refused.",
  access: 'optional-key',
  scope: 'read',
  limits: SINGLE_LIMIT,
  cache: { seconds: 3, vary: ['privilege'] },
  params: TEAM_ID,
  answers: { 200: TeamDetails, 401: RequestError, 403: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['TeamNotFound', 'InvalidAPIKey', 'NotModerator'],
});

export const editTeam = route({
  method: 'PATCH',
  path: '/v2/teams/{team_id}',
  operationId: 'patch_team_single',
  tag: 'Teams',
  summary: 'Change a team',
  description: 'For its creator and moderators.',
  access: 'key-401',
  scope: 'all',
  lookupFirst: true,
  limits: SINGLE_LIMIT,
  params: TEAM_ID,
  body: ModifyTeamInput,
  bodyCheck: 'schema',
  answers: { 200: ModifyTeam, 400: RequestError, 401: RequestError, 403: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: [
    'TeamNotFound',
    'InvalidAPIKey',
    'DeletedUser',
    'NotOwner',
    'ProfaneTeamInfo',
    'NotModerator',
    'ProfaneTeamName',
    'TeamNameAlreadyExists',
    'NoTeamModSelected',
    'BadRequest',
  ],
});

export const deleteTeam = route({
  method: 'DELETE',
  path: '/v2/teams/{team_id}',
  operationId: 'delete_team_single',
  tag: 'Teams',
  summary: 'Delete a team',
  description: 'For its creator and moderators. Its workers are without a team then.',
  access: 'key-401',
  scope: 'all',
  lookupFirst: true,
  limits: SINGLE_LIMIT,
  params: TEAM_ID,
  answers: { 200: DeletedTeam, 401: RequestError, 403: RequestError, 404: RequestError },
  output: 'full',
  returnCodes: ['TeamNotFound', 'InvalidAPIKey', 'NotModerator'],
});
