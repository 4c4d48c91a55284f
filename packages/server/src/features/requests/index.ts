import type { RequestCounters } from '../board/index.ts';
import type { Activation } from './activate.ts';

export { activateRequests } from './activate.ts';
export { cancelRequests } from './cancel.ts';
export { RequestChanges } from './changes.ts';
export { type CountersRow, countersOf } from './counters.ts';
export { expireRequests } from './expire.ts';
export { findRequest, loadBoard, refreshRequest } from './find.ts';
export { KnownAddresses } from './knownAddresses.ts';
export { requestRoutes } from './routes.ts';
export { extraSourceKey, type ImageTemplate, maskKey, resultKey, sourceKey } from './template.ts';

export interface RequestCommands {
  activate(activation: Activation): Promise<void>;
  cancel(requestId: string): Promise<RequestCounters | undefined>;
}
