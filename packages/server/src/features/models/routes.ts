import { HordeError, routes } from '@openhorde/contract';
import { isSpecialModel } from '@openhorde/rules';
import type { FastifyInstance } from 'fastify';
import type { WorkerRegistry } from '../../core/workers/index.ts';
import { mount } from '../../http/index.ts';
import type { Executor } from '../../platform/db.ts';
import { type Kept, keep } from '../../platform/kept.ts';
import { activeModel, activeModels, type ModelFacts, type ModelStatus } from './activeModels.ts';
import { modelQueues, type RequestBoard } from './modelQueues.ts';
import { readModelSpeeds } from './modelSpeeds.ts';

/** A kind of work whose models are listed. */
interface ListedKind {
  type: ModelStatus['type'];
  board: RequestBoard;
  /** Whether the reference has the model. */
  isKnown(name: string): boolean;
  /** Whether a known model that is wanted is listed although no worker serves it. */
  listsWanted: boolean;
}

export interface ModelRoutesNeeds {
  db: Executor;
  now(): number;
  registry: Pick<WorkerRegistry, 'online'>;
  kinds: readonly ListedKind[];
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
  const catalogues = needs.kinds.map(kind => catalogueOf(needs, kind));

  mount(app, routes.models, async ({ query }) => {
    const { type, model_state: state, min_count: min = 0, max_count: max = Number.POSITIVE_INFINITY } = query;
    const isWanted = STATES[state];
    if (!Object.hasOwn(STATES, state) || !isWanted) {
      throw new HordeError('BadRequest', { message: 'model_state is one of known, custom, all.' });
    }
    const catalogue = catalogues.find(({ kind }) => kind.type === type);
    if (!catalogue) return [];
    const models = await catalogue.list.get();
    return models.filter(
      ({ name, count }) => count >= min && count <= max && isWanted(catalogue.kind.isKnown(name)),
    );
  });

  mount(app, routes.modelByName, async ({ params }): Promise<ModelStatus[]> => {
    for (const { kind, facts } of catalogues) {
      const name = knownName(params.model_name, kind);
      const model = name === undefined ? undefined : activeModel(name, await facts(name));
      if (model) return [model];
    }
    return [];
  });
}

interface Catalogue {
  kind: ListedKind;
  list: Kept<ModelStatus[]>;
  /** What is known of all models, or of `only` that one. */
  facts(only?: string): Promise<ModelFacts>;
}

function catalogueOf({ db, now, registry }: ModelRoutesNeeds, kind: ListedKind): Catalogue {
  const { type, board, isKnown, listsWanted } = kind;
  const speeds = keep(now, SPEEDS_MILLISECONDS, () => readModelSpeeds(db, type, now()));
  const facts = async (only?: string): Promise<ModelFacts> => ({
    type,
    speeds: await speeds.get(),
    workers: registry.online(now(), type),
    queues: modelQueues(board, only),
    isListedUnserved: name => listsWanted && isKnown(name),
  });
  const list = keep(now, LIST_MILLISECONDS, async () => activeModels(await facts()));
  return { kind, list, facts };
}

/** The name as it was sent, or decoded once more: some clients encode it twice. Only known models are looked up. */
function knownName(sent: string, { isKnown }: ListedKind): string | undefined {
  return [sent, decoded(sent)].find(name => isKnown(name) || isSpecialModel(name));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
