import type { Static } from 'typebox';
import { define, extend } from '../define.ts';
import { integer, list, nulAs, number, text } from '../fields.ts';
import { ActiveModelLite } from './status.ts';
import { TeamDetailsLite, WorkerDetailsLite } from './workers.ts';

const NAME = { minLength: 3, maxLength: 100 } as const;
const INFO = { minLength: 3, maxLength: 1000 } as const;

export type TeamDetails = Static<typeof TeamDetails>;
export const TeamDetails = extend(
  TeamDetailsLite,
  'TeamDetails',
  {
    info: text('What its creator says about it.'),
    requests_fulfilled: integer('Images that its workers have made.'),
    kudos: number('Kudos that its workers have earned by them.'),
    uptime: integer('Seconds for which its workers were paid for being online.'),
    creator: text('name#id.'),
    worker_count: integer('Its workers, online or not.'),
    workers: list(WorkerDetailsLite, 'Its workers.'),
    models: list(ActiveModelLite, 'The models of its workers, and how many serve each.'),
  },
  { description: 'A team of workers.', output: 'skip-none' },
);

export type CreateTeamInput = Static<typeof CreateTeamInput>;
export const CreateTeamInput = define(
  'CreateTeamInput',
  {
    name: nulAs('', text('Its name, unlike that of every other team.', NAME)),
    info: nulAs('', text('What to say about it.', INFO)),
  },
  { description: 'A new team.', required: ['name'], output: 'skip-none' },
);

export type ModifyTeamInput = Static<typeof ModifyTeamInput>;
export const ModifyTeamInput = define(
  'ModifyTeamInput',
  { name: nulAs('', text('A new name.', NAME)), info: nulAs('', text('What to say about it.', INFO)) },
  { description: 'Changes to a team.', output: 'skip-none' },
);

export type ModifyTeam = Static<typeof ModifyTeam>;
export const ModifyTeam = define(
  'ModifyTeam',
  { id: text('Its id.'), name: text('As it is now.'), info: text('As it is now.') },
  { description: 'A team as it was made or changed.', output: 'skip-none' },
);

export type DeletedTeam = Static<typeof DeletedTeam>;
export const DeletedTeam = define(
  'DeletedTeam',
  { deleted_id: text('Its id.'), deleted_name: text('Its name.') },
  { description: 'The team is gone.' },
);
