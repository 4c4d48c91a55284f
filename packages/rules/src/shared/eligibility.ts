import { isOnline } from './online.ts';
import type { Counting, GroupPredicateOf, RequestPredicateOf, Skip, Stage } from './predicates.ts';
import type { AnyOffer, RequestFacts } from './records.ts';

/** How often each reason kept requests from a worker. */
export type Counters<Reason extends string> = Partial<Record<Reason, number>>;

/** Why no worker takes a request. */
export interface ExplanationOf<Reason extends string> {
  /** Workers that are there. */
  workers: number;
  /** Those that could take it. */
  fitting: number;
  /** By constraint: how many workers it keeps away, and how many it alone keeps away; dearest first. */
  constraints: { name: string; reason: Reason; workers: number; onlyThis: number }[];
}

/** A worker that is there, and every constraint of a request that keeps it away: its predicate's name and the reason. */
export interface Surveyed<Offer, Reason extends string> {
  offer: Offer;
  failures: { name: string; reason: Reason }[];
}

/** The table as it is walked: coarse before fine, each in the order of the table. */
function inOrder<Predicate extends { stage: Stage }>(table: readonly Predicate[]): Predicate[] {
  return [...table.filter(each => each.stage === 'coarse'), ...table.filter(each => each.stage === 'fine')];
}

const isCountedAlways = (counts: Counting) => counts === 'always' || counts === 'both';
const isCountedTried = (counts: Counting) => counts === 'tried' || counts === 'both';

function add<Reason extends string>(counters: Counters<Reason>, reason: Skip<Reason>, amount: number): void {
  if (reason !== 'hidden' && amount > 0) counters[reason] = (counters[reason] ?? 0) + amount;
}

/** Whether the worker is there for the request: online, and not paused unless the request is its owner's own. */
export function isThere(
  facts: Pick<RequestFacts, 'requesterId'>,
  offer: Pick<AnyOffer, 'ownerId' | 'paused' | 'lastCheckInMs'>,
  nowMs: number,
): boolean {
  return isOnline(offer, nowMs) && (!offer.paused || offer.ownerId === facts.requesterId);
}

/** Every question about who may take what, answered by one kind's two tables. */
export function eligibilityOf<R, O extends AnyOffer, Reason extends string, Context>(
  groupTable: readonly GroupPredicateOf<R, O, Reason, Context>[],
  requestTable: readonly RequestPredicateOf<R, O, Reason>[],
) {
  const group = inOrder(groupTable);
  const request = inOrder(requestTable);

  /** Why no request with these requirements goes to the worker; `undefined` when they fit. Once for each signature. */
  function groupSkip(requirements: R, offer: O, context: Context): Skip<Reason> | undefined {
    for (const predicate of group) {
      const reason = predicate.skip(requirements, offer, context);
      if (reason) return reason;
    }
    return undefined;
  }

  /** Why one request of a group that fits does not go to the worker; `undefined` when it may. */
  function requestSkip(facts: RequestFacts, offer: O, requirements: R): Skip<Reason> | undefined {
    for (const predicate of request) {
      const reason = predicate.skip(facts, offer, requirements);
      if (reason) return reason;
    }
    return undefined;
  }

  /** The whole question for one request: the first reason against it, or `undefined`. */
  function skip(requirements: R, facts: RequestFacts, offer: O, context: Context): Skip<Reason> | undefined {
    return groupSkip(requirements, offer, context) ?? requestSkip(facts, offer, requirements);
  }

  /**
   * What `requests` requests with the same requirements add to the counters of an empty answer (rules-jobs §3.4).
   * True when their group fits the worker, so that each request must be asked by itself (`countRequestSkip`).
   */
  function countGroupSkips(
    counters: Counters<Reason>,
    requirements: R,
    offer: O,
    context: Context,
    requests = 1,
  ): boolean {
    let coarseFits = true;
    let oldBridge: Skip<Reason> | undefined;
    let firstFine: { reason: Skip<Reason>; counts: Counting } | undefined;
    for (const predicate of group) {
      const reason = predicate.skip(requirements, offer, context);
      if (!reason) continue;
      const { stage, counts } = predicate;
      if (stage === 'coarse') coarseFits = false;
      else firstFine ??= { reason, counts };
      if (!isCountedAlways(counts)) continue;
      // One query of the original gathers all that an old bridge cannot do: a request enters it once.
      if (reason === 'bridge_version') oldBridge = reason;
      else add(counters, reason, requests);
    }
    if (oldBridge) add(counters, oldBridge, requests);
    if (coarseFits && firstFine && isCountedTried(firstFine.counts))
      add(counters, firstFine.reason, requests);
    return coarseFits && !firstFine;
  }

  /** What one request of a group that fits adds to the counters. */
  function countRequestSkip(
    counters: Counters<Reason>,
    facts: RequestFacts,
    offer: O,
    requirements: R,
  ): void {
    for (const { skip: ask, counts } of request) {
      const reason = ask(facts, offer, requirements);
      if (!reason) continue;
      if (isCountedTried(counts)) add(counters, reason, 1);
      return;
    }
  }

  /**
   * Asks every worker that is there, and each about everything. One that a request passes over without telling why (in
   * maintenance, say) is not there for it.
   */
  function survey(
    requirements: R,
    facts: RequestFacts,
    offers: Iterable<O>,
    context: Context,
    nowMs: number,
  ): Surveyed<O, Reason>[] {
    const surveyed: Surveyed<O, Reason>[] = [];
    for (const offer of offers) {
      if (!isThere(facts, offer, nowMs)) continue;
      const failures = failuresOf(requirements, facts, offer, context);
      if (failures) surveyed.push({ offer, failures });
    }
    return surveyed;
  }

  /** `undefined` where one of the reasons is hidden. */
  function failuresOf(requirements: R, facts: RequestFacts, offer: O, context: Context) {
    const failures: Surveyed<O, Reason>['failures'] = [];
    const note = (name: string, reason: Skip<Reason> | false | undefined): boolean => {
      if (reason && reason !== 'hidden') failures.push({ name, reason });
      return reason !== 'hidden';
    };
    for (const { name, skip: ask } of group) {
      if (!note(name, ask(requirements, offer, context))) return undefined;
    }
    for (const { name, skip: ask } of request) {
      if (!note(name, ask(facts, offer, requirements))) return undefined;
    }
    return failures;
  }

  return {
    group,
    request,
    groupSkip,
    requestSkip,
    skip,
    countGroupSkips,
    countRequestSkip,
    survey,
    explain: (...question: Parameters<typeof survey>) => explanationOf(survey(...question)),
  };
}

/** What each constraint costs in workers. */
export function explanationOf<Reason extends string>(
  surveyed: readonly Surveyed<unknown, Reason>[],
): ExplanationOf<Reason> {
  const costs = new Map<string, ExplanationOf<Reason>['constraints'][number]>();
  for (const { failures } of surveyed) {
    for (const { name, reason } of failures) {
      const cost = costs.get(name) ?? { name, reason, workers: 0, onlyThis: 0 };
      cost.workers++;
      if (failures.length === 1) cost.onlyThis++;
      costs.set(name, cost);
    }
  }
  return {
    workers: surveyed.length,
    fitting: surveyed.filter(({ failures }) => failures.length === 0).length,
    constraints: [...costs.values()].sort((a, b) => b.workers - a.workers || b.onlyThis - a.onlyThis),
  };
}
