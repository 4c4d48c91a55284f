export { readLedger } from './history.ts';
export { transferRoutes } from './routes.ts';
export { type SendNeeds, sendKudos } from './send.ts';
export { type Transfer, type Transferred, transferKudos, transferRecords } from './transferKudos.ts';
