import { type ImageModel, isKnown, type TextModel } from '@openhorde/rules';
import type { FastifyInstance } from 'fastify';
import type { Platform } from '../../platform/platform.ts';
import type { Timers } from '../../platform/timers.ts';
import type { KeptReference } from './keptReference.ts';
import type { RequestBoard } from './modelQueues.ts';
import { readSource } from './readSource.ts';
import { imageReference, textReference } from './references.ts';
import { refreshEveryHour } from './refresh.ts';
import { type ModelRoutesNeeds, modelRoutes } from './routes.ts';

/** Files or addresses that the references are read from; empty: the shipped sample. */
export interface ModelSources {
  image: string[];
  text: string[];
}

export interface ModelsFeature {
  image: KeptReference<ImageModel>;
  text: KeptReference<TextModel>;
  routes(
    app: FastifyInstance,
    needs: Pick<ModelRoutesNeeds, 'registry'> & { imageBoard: RequestBoard; textBoard: RequestBoard },
  ): void;
}

/** Reads the model references and keeps them current. A source that is away does not hold up the start. */
export async function modelsFeature(
  {
    config,
    world,
    log,
    db,
    outbound,
  }: Pick<Platform, 'world' | 'log' | 'db' | 'outbound'> & {
    config: { models: ModelSources };
  },
  { timers }: { timers: Timers },
): Promise<ModelsFeature> {
  const read = readSource(outbound);
  const image = imageReference(config.models.image, read, log);
  const text = textReference(config.models.text, read, log);
  await Promise.all(
    [image, text].map(async reference =>
      refreshEveryHour(reference, timers, world.now, await reference.load()),
    ),
  );
  return {
    image,
    text,
    routes: (app, { registry, imageBoard, textBoard }) =>
      modelRoutes(app, {
        db,
        now: world.now,
        registry,
        kinds: [
          {
            type: 'image',
            board: imageBoard,
            isKnown: name => isKnown(name, image.current),
            listsWanted: true,
          },
          { type: 'text', board: textBoard, isKnown: name => text.current.has(name), listsWanted: false },
        ],
      }),
  };
}
