import { routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Horde } from '../../app/horde.ts';
import { mount } from '../../http/index.ts';
import { checkMany } from './checkMany.ts';

/** What is asked of requests whatever they ask for. */
export function requestRoutes(app: FastifyInstance, horde: Horde): void {
  mount(app, routes.checkMany, call => checkMany(horde, call.body.ids));
}
