import { routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../http/index.ts';
import { type CheckManyNeeds, checkMany } from './checkMany.ts';

/** Calls about requests of every kind. */
export function requestRoutes(app: FastifyInstance, horde: CheckManyNeeds): void {
  mount(app, routes.checkMany, call => checkMany(horde, call.body.ids));
}
