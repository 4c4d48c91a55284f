import type { Suspicion } from '@openhorde/rules';
import type { Principal } from '../http/index.ts';

// What the kernel needs of others. `app/` fills it; nothing here knows who does.

/** An account as requests are paid and counted by it. */
export interface Account extends Principal {
  /** What is used counts so many times in its records. */
  readonly usageMultiplier: number;
}

export interface Accounts {
  byId(id: number): Promise<Account | undefined>;
}

/** Who supports the horde with money. */
export interface Patrons {
  has(userId: number): boolean;
}

export interface Modes {
  maintenance: boolean;
  inviteOnly: boolean;
  raid: boolean;
}

/** What is asked about an account whose address is judged. */
type Judged = Pick<Principal, 'trusted' | 'vpn'> & { patron: boolean };

/** What guards the doors against addresses. */
export interface AddressGuards {
  timeouts: {
    /** @throws HordeError TimeoutIP */
    assertWelcome(ip: string): void;
    /** The same for a worker. @throws HordeError TimeoutIP */
    assertMayWork(ip: string): void;
  };
  safety: {
    /** @returns whether the address is unsafe and let in all the same. @throws HordeError UnsafeIP, TooManyNewIPs */
    isUnsafeWorker(ip: string, owner: Judged, raid: boolean): Promise<boolean>;
    isSafeRequester(ip: string, user: Judged, raid: boolean): Promise<boolean>;
  };
}

/** That something about an account, or a worker of it, is hard to believe (rules-countermeasures §2). */
export interface Report {
  userId: number;
  /** Absent: on the account alone. */
  workerId?: string;
  reason: Suspicion;
  atMs: number;
}
