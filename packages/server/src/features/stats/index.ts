export { type StatRoutesNeeds, statRoutes } from './routes.ts';
export { tallies, tallyAborted, tallyActivated, tallySettled, tallyUptime } from './tallies.ts';
export { pruneMinutes, readTotals } from './totals.ts';
