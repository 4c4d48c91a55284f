export { Board, type Match, type NewEntry } from './board.ts';
export type { BoardKind, Entry, Group, RequestCounters } from './entry.ts';
export { Waiters } from './waiters.ts';
