import { HordeError, routes } from '@openhorde/contract';
import { namedId } from '@openhorde/rules';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../http/index.ts';
import type { Executor } from '../../platform/db.ts';
import { readAudit } from './read.ts';

/** What moderators did, for moderators to read. */
export function auditRoutes(app: FastifyInstance, on: Executor): void {
  mount(app, routes.auditLog, async call => {
    await call.principal();
    const { actor, ...page } = call.query;
    return readAudit(on, { ...page, actorId: actorIdOf(actor) });
  });
}

/** @throws HordeError BadRequest for what is no user */
function actorIdOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const id = namedId(text);
  if (id === undefined) {
    throw new HordeError('BadRequest', { message: 'Name the actor as name#id, or by the id alone.' });
  }
  return id;
}
