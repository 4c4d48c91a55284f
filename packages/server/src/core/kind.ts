import type { WorkerType } from '@openhorde/contract';
import type { Board, Waiters } from './board/index.ts';
import type { Crew } from './crew.ts';
import type { CoreOffer, KindRules } from './kindRules.ts';

export type { CoreOffer, KindRules } from './kindRules.ts';

/** A kind of work with its part of the state in memory. */
export interface Kind<R = unknown, O extends CoreOffer = CoreOffer> {
  readonly name: WorkerType;
  readonly rules: KindRules<R, O>;
  readonly board: Board<R, O>;
  readonly crew: Crew<R, O>;
  /** Pops that wait for work. */
  readonly popWaiters: Waiters<O>;
}

/** The kinds of work that are open, in the order in which they were opened. */
export type Kinds = ReadonlyMap<WorkerType, Kind>;
