import type { Output, TeamDetails } from '@openhorde/contract';
import { isOnline } from '@openhorde/rules';
import type { Worker } from '../../core/workers/index.ts';

/** A team as its row holds it. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly info: string;
  readonly ownerId: number;
  readonly fulfilments: number;
  readonly kudos: number;
  readonly uptimeSeconds: number;
}

/** A team as everybody sees it (http-api-accounts §6). @param creator its owner's alias */
export function teamDetails(
  team: Team,
  creator: string,
  workers: readonly Worker[],
  nowMs: number,
): Output<TeamDetails> {
  return {
    id: team.id,
    name: team.name,
    info: team.info,
    requests_fulfilled: team.fulfilments,
    // Whole, as the original keeps it; the ledger has the cents.
    kudos: Math.round(team.kudos),
    uptime: team.uptimeSeconds,
    creator,
    worker_count: workers.length,
    workers: workers.map(worker => ({
      id: worker.id,
      type: worker.type,
      name: worker.name,
      online: isOnline(worker, nowMs),
    })),
    models: modelsOf(workers),
  };
}

/** How many workers serve each model; what alchemists serve are forms. */
function modelsOf(workers: readonly Worker[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { type, offer } of workers) {
    if (type === 'interrogation') continue;
    for (const model of offer.models) counts.set(model, (counts.get(model) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => ({ name, count }));
}
