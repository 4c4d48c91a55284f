export { type StatRoutesNeeds, statRoutes } from './routes.ts';
export {
  tallies,
  tallyAbort,
  tallyUser,
  tallyWork,
  type UserTally,
  type WorkerTotals,
  type WorkTally,
} from './tallies.ts';
export { pruneMinutes } from './totals.ts';
