import { CONSTRAINT_WORDS } from './constraintWords.ts';
import { explanationOf, type Surveyed } from './eligibility.ts';
import { type Changes, nearest, type Relaxation } from './nearest.ts';
import type { RequestFacts } from './records.ts';

/** One constraint of a request, and what it costs. */
export interface ConstraintCost {
  /** The predicate, as a word for programs: `model_offered`. */
  name: string;
  /** For people. */
  message: string;
  /** Workers that it keeps away. */
  workers: number;
  /** Those that nothing else keeps away. */
  alone: number;
}

/** Why no worker takes a request, and which request a worker would take. */
export interface Reasons {
  /** Workers that are there for this request. */
  workers: number;
  /** The dearest first. */
  constraints: ConstraintCost[];
  /** Absent: no small change would do. */
  nearest?: Changes;
}

/** What the questions rest on: one kind's eligibility and its relaxations. */
export interface ReasonsNeeds<R, O, Reason extends string, Context> {
  survey(
    requirements: R,
    facts: RequestFacts,
    offers: Iterable<O>,
    context: Context,
    nowMs: number,
  ): Surveyed<O, Reason>[];
  skip(requirements: R, facts: RequestFacts, offer: O, context: Context): unknown;
  relaxations: readonly Relaxation<R, O, Context>[];
  /** Whether admission would let in a request that came out of a relaxation. */
  admits(requirements: R, context: Context): boolean;
}

/** Builds the answer to "why does no worker take it" for one kind of work. */
export function reasonsOf<R, O, Reason extends string, Context>({
  survey,
  skip,
  relaxations,
  admits,
}: ReasonsNeeds<R, O, Reason, Context>) {
  return (
    requirements: R,
    facts: RequestFacts,
    offers: Iterable<O>,
    context: Context,
    nowMs: number,
  ): Reasons => {
    const surveyed = survey(requirements, facts, offers, context, nowMs);
    const takes = (changed: R, offer: O) => !skip(changed, facts, offer, context) && admits(changed, context);
    const changes = nearest(requirements, surveyed, relaxations, context, takes);
    const { workers, constraints } = explanationOf(surveyed);
    return {
      workers,
      constraints: constraints.map(({ name, reason, workers, onlyThis }) => ({
        name: name.replaceAll(' ', '_').toLowerCase(),
        message: CONSTRAINT_WORDS[name] ?? `These workers do not take it: ${reason}.`,
        workers,
        alone: onlyThis,
      })),
      ...(changes && { nearest: changes }),
    };
  };
}
