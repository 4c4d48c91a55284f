import { HordeError, type Output, routes, type WorkerDetails } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Worker } from '../../core/workers/index.ts';
import { type Call, mount } from '../../http/index.ts';
import { workerDetails } from './details.ts';
import { type EditNeeds, editWorker } from './edit.ts';
import { type FactSources, gatherFacts } from './gatherFacts.ts';
import { removeWorker } from './remove.ts';

export interface WorkerRoutesNeeds extends EditNeeds, FactSources {
  db: EditNeeds['db'];
}

/** Looking at workers, changing and deleting them. */
export function workerRoutes(app: FastifyInstance, needs: WorkerRoutesNeeds): void {
  const { registry, now } = needs;
  const byId = (id: string) => found(registry.byId(id));

  mount(app, routes.workers, async call => {
    const { type, name } = call.query;
    const wanted = name?.toLowerCase();
    const workers = [...registry.online(now())].filter(worker =>
      wanted === undefined
        ? type === undefined || worker.type === type
        : worker.name.toLowerCase() === wanted,
    );
    return show(call, workers);
  });

  mount(app, routes.workerById, async call => one(await show(call, [byId(call.params.worker_id)])));

  mount(app, routes.workerByName, async call =>
    one(await show(call, [found(registry.byName(call.params.worker_name))])),
  );

  mount(app, routes.editWorker, async call => {
    const worker = byId(call.params.worker_id);
    return editWorker(needs, worker, await call.principal(), call.body);
  });

  mount(app, routes.deleteWorker, async call => {
    const worker = byId(call.params.worker_id);
    await removeWorker(needs, worker, await call.principal());
    return { deleted_id: worker.id, deleted_name: worker.name };
  });

  async function show(
    call: Pick<Call, 'maybePrincipal'>,
    workers: readonly Worker[],
  ): Promise<Output<WorkerDetails>[]> {
    const privileged = (await call.maybePrincipal())?.moderator ?? false;
    const facts = await gatherFacts(needs, workers, now());
    return facts.map(fact => workerDetails(fact, privileged));
  }
}

function found<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new HordeError('WorkerNotFound');
  return thing;
}

/** Of one worker that was looked up; it may be gone by the time that its details are gathered. */
const one = (shown: Output<WorkerDetails>[]): Output<WorkerDetails> => found(shown[0]);
