import { HordeError, routes } from '@openhorde/contract';
import { isKnown, isSpecialModel, type ModelReference } from '@openhorde/rules';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../http/index.ts';
import type { Executor } from '../../platform/db.ts';
import { keep } from '../../platform/kept.ts';
import type { WorkerRegistry } from '../workers/index.ts';
import { activeModel, activeModels, type ModelFacts, type ModelStatus } from './activeModels.ts';
import { modelQueues, type RequestBoard } from './modelQueues.ts';
import { readModelSpeeds } from './modelSpeeds.ts';

export interface ModelRoutesNeeds {
  db: Executor;
  now(): number;
  reference(): ModelReference;
  registry: Pick<WorkerRegistry, 'online'>;
  imageBoard: RequestBoard;
}

/** The list goes over everything that waits, so it is made at most so often. */
const LIST_MILLISECONDS = 10_000;
const SPEEDS_MILLISECONDS = 10_000;

const STATES: Readonly<Record<string, (isKnownModel: boolean) => boolean>> = {
  known: isKnownModel => isKnownModel,
  custom: isKnownModel => !isKnownModel,
  all: () => true,
};

/** Which models are served and wanted. */
export function modelRoutes(app: FastifyInstance, needs: ModelRoutesNeeds): void {
  const { db, now, reference, registry, imageBoard } = needs;
  const speeds = keep(now, SPEEDS_MILLISECONDS, () => readModelSpeeds(db, 'image', now()));
  const list = keep(now, LIST_MILLISECONDS, async () => activeModels(await facts()));

  async function facts(only?: string): Promise<ModelFacts> {
    return {
      speeds: await speeds.get(),
      workers: registry.online(now(), 'image'),
      queues: modelQueues(imageBoard, only),
      reference: reference(),
    };
  }

  mount(app, routes.models, async ({ query }) => {
    const { type, model_state: state, min_count: min = 0, max_count: max = Number.POSITIVE_INFINITY } = query;
    const isWanted = STATES[state];
    if (!Object.hasOwn(STATES, state) || !isWanted) {
      throw new HordeError('BadRequest', { message: 'model_state is one of known, custom, all.' });
    }
    if (type !== 'image') return [];
    const models = await list.get();
    return models.filter(
      ({ name, count }) => count >= min && count <= max && isWanted(isKnown(name, reference())),
    );
  });

  mount(app, routes.modelByName, async ({ params }): Promise<ModelStatus[]> => {
    const name = knownName(params.model_name, reference());
    const model = name === undefined ? undefined : activeModel(name, await facts(name));
    return model ? [model] : [];
  });
}

/** The name as it was sent, or decoded once more: some clients encode it twice. Only known models are looked up. */
function knownName(sent: string, reference: ModelReference): string | undefined {
  return [sent, decoded(sent)].find(name => isKnown(name, reference) || isSpecialModel(name));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
