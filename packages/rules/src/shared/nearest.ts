/**
 * A proposal in place of a request that no worker takes: the least change that makes some worker take it.
 *
 * Each kind of work has a list of relaxations in the order in which they are tried, from what costs the requester least
 * to what changes most. Each is tried alone, then every two together. The workers themselves say how far a relaxation must
 * go: a size is brought down to what one of them makes, a sampler changed for one that it knows.
 */
import type { Surveyed } from './eligibility.ts';

/** Fields of the request's body with their new values; null: leave the field out. A JSON merge patch (RFC 7396). */
export interface Changes {
  readonly [field: string]: unknown;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** One way to ask for less. */
export interface Option<Requirements> {
  /** Of the request as it would be then. */
  requirements: Requirements;
  changes: Changes;
  /** How much of the request is left, where ways differ in that: the largest is taken. */
  nearness?: number;
}

export interface Relaxation<Requirements, Offer, Context = void> {
  /** Predicates that it can satisfy, by name. */
  lifts: readonly string[];
  /** The ways in which this worker could be satisfied; none where there is no way. */
  relax(requirements: Requirements, offer: Offer, context: Context): readonly Option<Requirements>[];
}

/** Workers that are kept away by the same constraints. */
interface Pattern<Offer> {
  failures: readonly string[];
  offers: Offer[];
}

/** Workers whose ways are looked at, spread over all: so many tell what could be asked for, however large the horde is. */
const OFFERS_ASKED_MAX = 100;

/** A way, and the workers that it was made for. */
interface Candidate<Requirements, Offer> extends Option<Requirements> {
  offers: Offer[];
}

/**
 * The first relaxation, or else the first two together, by which some worker takes the request.
 * @param takes whether the worker takes a request with these requirements, and admission lets it in
 */
export function nearest<R, O, Context>(
  requirements: R,
  surveyed: readonly Surveyed<O, string>[],
  relaxations: readonly Relaxation<R, O, Context>[],
  context: Context,
  takes: (requirements: R, offer: O) => boolean,
): Changes | undefined {
  const patterns = patternsOf(surveyed);
  const coveredBy = (...names: (readonly string[])[]) =>
    patterns
      .filter(({ failures }) => failures.every(failure => names.some(lifts => lifts.includes(failure))))
      .flatMap(({ offers }) => offers);

  for (const { lifts, relax } of relaxations) {
    const found = firstTaken(coveredBy(lifts), offer => relax(requirements, offer, context), takes);
    if (found) return found;
  }
  for (const [index, first] of relaxations.entries()) {
    for (const second of relaxations.slice(index + 1)) {
      const both = (offer: O) =>
        first
          .relax(requirements, offer, context)
          .flatMap(option =>
            second.relax(option.requirements, offer, context).map(more => merged(option, more)),
          );
      const found = firstTaken(coveredBy(first.lifts, second.lifts), both, takes);
      if (found) return found;
    }
  }
  return undefined;
}

function patternsOf<O>(surveyed: readonly Surveyed<O, string>[]): Pattern<O>[] {
  const patterns = new Map<string, Pattern<O>>();
  for (const { offer, failures } of surveyed) {
    const names = failures.map(({ name }) => name);
    const key = names.join('\n');
    const known = patterns.get(key);
    if (known) known.offers.push(offer);
    else patterns.set(key, { failures: names, offers: [offer] });
  }
  return [...patterns.values()];
}

/** The nearest way that is taken; among equals the one that most workers offer. */
function firstTaken<R, O>(
  offers: readonly O[],
  optionsOf: (offer: O) => readonly Option<R>[],
  takes: (requirements: R, offer: O) => boolean,
): Changes | undefined {
  const candidates = new Map<string, Candidate<R, O>>();
  const stride = Math.max(1, offers.length / OFFERS_ASKED_MAX);
  for (let at = 0; at < offers.length; at += stride) {
    const offer = offers[Math.floor(at)]!;
    for (const option of optionsOf(offer)) {
      const key = JSON.stringify(option.changes);
      const known = candidates.get(key);
      if (known) known.offers.push(offer);
      else candidates.set(key, { ...option, offers: [offer] });
    }
  }
  return [...candidates.values()]
    .sort((a, b) => (b.nearness ?? 0) - (a.nearness ?? 0) || b.offers.length - a.offers.length)
    .find(({ requirements, offers: theirs }) => theirs.some(offer => takes(requirements, offer)))?.changes;
}

function merged<R>(first: Option<R>, second: Option<R>): Option<R> {
  const params = { ...first.changes.params, ...second.changes.params };
  return {
    requirements: second.requirements,
    changes: {
      ...first.changes,
      ...second.changes,
      ...(Object.keys(params).length > 0 && { params }),
    },
    nearness: (first.nearness ?? 0) + (second.nearness ?? 0),
  };
}
