export { Board, type Match, type NewEntry } from './board.ts';
export {
  type BoardKind,
  type Entry,
  type Group,
  isTakenBack,
  type RequestCounters,
} from './entry.ts';
export { Waiters } from './waiters.ts';
