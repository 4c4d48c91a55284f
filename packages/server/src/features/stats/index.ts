export {
  tallies,
  tallyAbort,
  tallyUser,
  tallyWork,
  type UserTally,
  type WorkerTotals,
  type WorkTally,
} from './tallies.ts';
