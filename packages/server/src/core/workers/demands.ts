import { priorityUserIds } from './checkIn.ts';

/** What a pop asks for beside the stored offer; counts for this call alone. */
export interface PopDemands {
  amount: number;
  requireUpfrontKudos: boolean;
  priorityUserIds: number[];
}

export const NO_DEMANDS: PopDemands = { amount: 1, requireUpfrontKudos: false, priorityUserIds: [] };

/** The demands of a pop, with the effective defaults. */
export function demandsOf(pop: {
  amount?: number;
  require_upfront_kudos?: boolean;
  priority_usernames?: readonly string[];
}): PopDemands {
  return {
    amount: pop.amount ?? 1,
    requireUpfrontKudos: pop.require_upfront_kudos ?? false,
    priorityUserIds: priorityUserIds(pop.priority_usernames ?? []),
  };
}
