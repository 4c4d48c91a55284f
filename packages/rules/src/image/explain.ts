import type { ImageSkipReason } from '@openhorde/contract';
import { GROUP_IN_ORDER, isThere, REQUEST_IN_ORDER } from './eligibility.ts';
import type { ImageRequirements, ImageWorkerOffer, RequestFacts } from './records.ts';
import type { ModelReference } from './reference.ts';

/** Why nobody takes a request. */
export interface Explanation {
  /** Workers that are there. */
  workers: number;
  /** Those that could take it. */
  fitting: number;
  /** By constraint: how many workers it keeps away, and how many it alone keeps away. Hidden ones are left out. */
  constraints: { name: string; reason: ImageSkipReason; workers: number; onlyThis: number }[];
}

/** Counts what each constraint of a request costs in workers, dearest first. */
export function explain(
  requirements: ImageRequirements,
  facts: RequestFacts,
  offers: Iterable<ImageWorkerOffer>,
  reference: ModelReference,
  nowMs: number,
): Explanation {
  const costs = new Map<string, Explanation['constraints'][number]>();
  const explanation: Explanation = { workers: 0, fitting: 0, constraints: [] };
  for (const offer of offers) {
    if (!isThere(facts, offer, nowMs)) continue;
    explanation.workers++;
    const failures = [
      ...GROUP_IN_ORDER.map(({ name, skip }) => ({ name, reason: skip(requirements, offer, reference) })),
      ...REQUEST_IN_ORDER.map(({ name, skip }) => ({ name, reason: skip(facts, offer, requirements) })),
    ].filter(failure => failure.reason);
    if (failures.length === 0) explanation.fitting++;
    for (const { name, reason } of failures) {
      if (!reason || reason === 'hidden') continue;
      const cost = costs.get(name) ?? { name, reason, workers: 0, onlyThis: 0 };
      cost.workers++;
      if (failures.length === 1) cost.onlyThis++;
      costs.set(name, cost);
    }
  }
  explanation.constraints = [...costs.values()].sort((a, b) => b.workers - a.workers);
  return explanation;
}
