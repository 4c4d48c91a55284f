import type { RequestCounters } from '../board/index.ts';
import type { ActivationCall } from './activate.ts';

/** The commands that requests go through. */
export interface RequestCommands {
  /** The requests of one call: all or none. */
  activate(call: ActivationCall): Promise<void>;
  cancel(requestId: string): Promise<RequestCounters | undefined>;
}
