import type { RequestCounters } from '../board/index.ts';
import type { Activation } from './activate.ts';

/** The commands that requests go through. */
export interface RequestCommands {
  /** The requests of one call: all or none. */
  activate(activations: readonly Activation[]): Promise<void>;
  cancel(requestId: string): Promise<RequestCounters | undefined>;
}
