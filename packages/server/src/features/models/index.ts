import type { FastifyInstance } from 'fastify';
import type { Context } from '../../app/context.ts';
import type { Timers } from '../../platform/timers.ts';
import { ImageReference } from './imageReference.ts';
import { readSource } from './readSource.ts';
import { refreshEveryHour } from './refresh.ts';
import { type ModelRoutesNeeds, modelRoutes } from './routes.ts';

export { ImageReference } from './imageReference.ts';

export interface ModelsFeature {
  reference: ImageReference;
  routes(app: FastifyInstance, needs: Pick<ModelRoutesNeeds, 'registry' | 'imageBoard'>): void;
}

/** Reads the model reference and keeps it current. A source that is away does not hold up the start. */
export async function modelsFeature(
  { config, world, log, db, outbound }: Pick<Context, 'config' | 'world' | 'log' | 'db' | 'outbound'>,
  { timers }: { timers: Timers },
): Promise<ModelsFeature> {
  const reference = new ImageReference(config.models.image, readSource(outbound), log);
  const isGood = await reference.load();
  refreshEveryHour(reference, timers, world.now, isGood);
  return {
    reference,
    routes: (app, needs) =>
      modelRoutes(app, { db, now: world.now, reference: () => reference.current, ...needs }),
  };
}
