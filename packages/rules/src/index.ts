export * from './image/bridge.ts';
export { LEGACY_WORKER, OFFICIAL_AGENTS, OPENHORDE_WORKER, REGEN } from './image/bridgeTables.ts';
export { groupSkip, imageSkip, isPossible, requestSkip } from './image/eligibility.ts';
export * from './image/explain.ts';
export * from './image/offer.ts';
export { type SkipReason, SLOW_WORKER_SPEED, usableModels } from './image/predicates.ts';
export * from './image/records.ts';
export * from './image/reference.ts';
export * from './image/skipCounters.ts';
