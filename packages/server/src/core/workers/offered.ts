import type { WorkerType } from '@openhorde/contract';
import type { WorkerRegistry } from './registry.ts';

/** Names that are proposed at most. */
const PROPOSED_MAX = 3;

type Online = Pick<WorkerRegistry, 'online'>;

/** Whether a worker that is online offers one of the models. */
export function isOffered(
  workers: Online,
  type: WorkerType,
  models: readonly string[],
  nowMs: number,
): boolean {
  for (const { offer } of workers.online(nowMs, type))
    if (models.some(model => offer.models.includes(model))) return true;
  return false;
}

/**
 * What to name instead of models that no worker offers, for the message of a request that nobody takes.
 * @returns undefined where the models are not the reason, or nobody offers anything
 */
export function modelsToName(
  workers: Online,
  type: WorkerType,
  models: readonly string[],
  nowMs: number,
): string | undefined {
  if (models.length === 0 || isOffered(workers, type, models, nowMs)) return undefined;
  const counts = new Map<string, number>();
  // Somebody's own model is not for others.
  for (const { offer } of workers.online(nowMs, type))
    for (const name of offer.models) if (!name.includes('::')) counts.set(name, (counts.get(name) ?? 0) + 1);
  if (counts.size === 0) return undefined;
  const best = [...counts].sort((a, b) => b[1] - a[1]).slice(0, PROPOSED_MAX);
  const names = best.map(([name]) => name).join(', ');
  return `No worker offers ${models.slice(0, PROPOSED_MAX).join(', ')}. Name a model that is offered, such as ${names}, or send models as an empty list for any.`;
}
