import type { Worker } from '../../core/workers/index.ts';
import type { Database } from '../../platform/db.ts';
import type { Accounts } from '../accounts/index.ts';
import type { WorkerFacts } from './details.ts';
import { shownMessage } from './message.ts';
import type { WorkerMessages } from './messages.ts';
import { readTeamNames } from './teamNames.ts';
import { NO_KUDOS, readWorkerKudos } from './workerKudos.ts';

export interface FactSources {
  db: Database;
  accounts: Pick<Accounts, 'byIds'>;
  messages: Pick<WorkerMessages, 'active'>;
  /** What the kind of a worker shows of it. */
  shownByKind(worker: Worker): WorkerFacts['ofKind'];
}

/** Facts of some workers, with a handful of queries however many they are. A worker whose owner is gone is left out. */
export async function gatherFacts(
  { db, accounts, messages, shownByKind }: FactSources,
  workers: readonly Worker[],
  nowMs: number,
): Promise<WorkerFacts[]> {
  const ids = workers.map(worker => worker.id);
  const teamIds = workers.flatMap(worker => worker.teamId ?? []);
  const [owners, kudos, teams] = await Promise.all([
    accounts.byIds(workers.map(worker => worker.userId)),
    readWorkerKudos(db, ids),
    teamIds.length > 0 ? readTeamNames(db, teamIds) : new Map<string, string>(),
  ]);
  return workers.flatMap(worker => {
    const owner = owners.get(worker.userId);
    if (!owner) return [];
    const name = worker.teamId === null ? undefined : teams.get(worker.teamId);
    return {
      worker,
      ofKind: shownByKind(worker),
      owner,
      kudos: kudos.get(worker.id) ?? NO_KUDOS,
      team: worker.teamId === null || name === undefined ? undefined : { name, id: worker.teamId },
      messages: messages.active(worker.id).map(shownMessage),
      nowMs,
    };
  });
}
