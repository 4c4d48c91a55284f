import type { Claim, Claimed } from './claim.ts';
import type { Fault, Faulted } from './fault.ts';
import type { Settled, Settlement } from './settle.ts';

/** The commands that jobs go through. */
export interface JobCommands {
  claim(claim: Claim): Promise<Claimed | undefined>;
  settle(settlement: Settlement): Promise<Settled>;
  fault(fault: Fault): Promise<Faulted>;
}
