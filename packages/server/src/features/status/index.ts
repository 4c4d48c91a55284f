import type { FastifyInstance } from 'fastify';
import type { Platform } from '../../platform/platform.ts';
import { Modes } from './modes.ts';
import { type StatusRoutesNeeds, statusRoutes } from './routes.ts';

export { Modes, type ModeValues } from './modes.ts';

export interface StatusFeature {
  modes: Modes;
  routes(
    app: FastifyInstance,
    needs: Pick<StatusRoutesNeeds, 'drain' | 'registry' | 'imageBoard' | 'textBoard' | 'alchemyBoard'>,
  ): void;
  /** Ends what listens to the bus. */
  close(): void;
}

/** The modes of the horde, and what its status pages show. */
export async function statusFeature({
  world,
  log,
  db,
  bus,
}: Pick<Platform, 'world' | 'log' | 'db' | 'bus'>): Promise<StatusFeature> {
  const modes = new Modes(
    db,
    bus,
    error => log.warn({ err: error }, 'the modes were not read again'),
    world.now,
  );
  await modes.load();
  return {
    modes,
    routes: (app, needs) => statusRoutes(app, { db, now: world.now, modes, ...needs }),
    close: () => modes.close(),
  };
}
