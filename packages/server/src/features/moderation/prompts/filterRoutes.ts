import { type FilterDetails, HordeError, type Output, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../../http/index.ts';
import type { Accounts } from '../../accounts/index.ts';
import type { Filter } from './filterStore.ts';
import type { Filters } from './filters.ts';

const ID_MAX = 2_147_483_647;

export interface FilterRoutesNeeds {
  filters: Filters;
  accounts: Pick<Accounts, 'byIds'>;
  /** Aliases of those who may try the filters without being moderators. */
  testers: readonly string[];
}

/** The prompt filters over HTTP. */
export function filterRoutes(app: FastifyInstance, { filters, accounts, testers }: FilterRoutesNeeds): void {
  mount(app, routes.filters, async call => {
    await call.principal();
    const { filter_type: filterType, contains } = call.query;
    return show(await filters.list({ filterType, contains }));
  });

  mount(app, routes.createFilter, async call => {
    const { id: actorId } = await call.principal();
    return showOne(await filters.create(actorId, call.body));
  });

  mount(app, routes.testFilters, async call => {
    const { moderator, alias } = await call.principal();
    if (!moderator && !testers.includes(alias)) throw new HordeError('NotModerator');
    const { suspicion, matches } = filters.tryOn(call.body.prompt, call.body.filter_type);
    return { suspicion: String(suspicion), matches };
  });

  mount(app, routes.filterRegexes, async call => {
    await call.principal();
    const { filter_type: wanted } = call.query;
    return filters
      .regexes()
      .filter(({ type }) => wanted === undefined || type === wanted)
      .map(({ type, regex }) => ({
        filter_type: type,
        // The key stays away where there is nothing.
        regex: (regex ?? null) as string,
      }));
  });

  mount(app, routes.filterById, async call => {
    const id = idOf(call.params.filter_id);
    await call.principal();
    return showOne(await filters.find(id));
  });

  mount(app, routes.editFilter, async call => {
    const id = idOf(call.params.filter_id);
    const { id: actorId } = await call.principal();
    return showOne(await filters.edit(actorId, await filters.find(id), call.body));
  });

  mount(app, routes.deleteFilter, async call => {
    const id = idOf(call.params.filter_id);
    const { id: actorId } = await call.principal();
    await filters.remove(actorId, id);
    return { message: 'OK' };
  });

  async function show(shown: readonly Filter[]): Promise<Output<FilterDetails>[]> {
    const users = await accounts.byIds(shown.map(({ userId }) => userId));
    return shown.map(({ id, regex, filterType, description, replacement, userId }) => ({
      id: String(id),
      regex,
      filter_type: filterType,
      description,
      replacement,
      user: users.get(userId)?.alias ?? '',
    }));
  }

  async function showOne(filter: Filter): Promise<Output<FilterDetails>> {
    const [shown] = await show([filter]);
    return shown!;
  }
}

/** @throws HordeError FilterNotFound for what is no number of a filter */
function idOf(text: string): number {
  const id = /^\d+$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (id > ID_MAX) throw new HordeError('FilterNotFound');
  return id;
}
