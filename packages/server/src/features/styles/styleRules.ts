import type { AnyDefinition, RequestSingleWarning } from '@openhorde/contract';
import type { Principal } from '../../http/index.ts';
import type { Style, StyleKind } from './style.ts';

/** What a kind of requests adds to styles: how their values are checked, and what they are warned of. */
export interface StyleRules {
  readonly kind: StyleKind;
  /** The parameters of its requests: what a style may hold of them is checked against it. */
  readonly params: AnyDefinition;
  /** @throws HordeError for values that a request of the owner could not have */
  check(style: Pick<Style, 'prompt' | 'params' | 'models'>, owner: Principal): void;
  /** What its models are not made for. Absent: this kind does not warn. */
  warnings?(style: Pick<Style, 'params' | 'models'>): RequestSingleWarning[];
}
