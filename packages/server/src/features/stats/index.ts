export { type StatRoutesNeeds, statRoutes } from './routes.ts';
export { tallies, tallyAbort, tallyUser, tallyWork, type UserTally } from './tallies.ts';
export { tallyTeam } from './teamTallies.ts';
export { pruneMinutes, readTotals } from './totals.ts';
export type { WorkerTotals, WorkTally } from './workerTallies.ts';
