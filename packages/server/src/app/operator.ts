import {
  HordeError,
  type KudosLedger,
  type ModifyUser,
  type ModifyUserInput,
  type ModifyWorker,
  type ModifyWorkerInput,
  type Output,
} from '@openhorde/contract';
import { BALANCES } from '../core/nodes.ts';
import type { Worker } from '../core/workers/index.ts';
import {
  type Accounts,
  type AccountsFeature,
  editUser,
  Ranking,
  type Sort,
  type User,
} from '../features/accounts/index.ts';
import { type AuditPage, readAudit, recordDeed } from '../features/audit/index.ts';
import {
  type AddressTimeouts,
  addressOrNetwork,
  blockAddress,
  type Timeout,
  unblockAddress,
} from '../features/moderation/index.ts';
import type { SharedKeys } from '../features/sharedkeys/index.ts';
import { readLedger } from '../features/transfers/index.ts';
import { type EditNeeds, editWorker, removeWorker } from '../features/workers/index.ts';
import type { Principal } from '../http/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Core } from './core.ts';
import { belongingsOf } from './people.ts';

/** The machine's owner may do what administrators and moderators may; this is no account of the horde. */
const OPERATOR: Principal = {
  id: -1,
  username: 'operator',
  alias: 'operator',
  kind: 'registered',
  moderator: true,
  trusted: true,
  flagged: false,
  customizer: false,
  vpn: false,
  special: false,
  service: true,
  education: false,
  deleted: false,
  admin: true,
  concurrency: 0,
  workerInvited: 0,
  publicWorkers: false,
  createdAtMs: 0,
};

/** What moderators and administrators do over HTTP, by the same use cases. */
export interface Operator {
  /** A page of the accounts, those with the most kudos first, or the oldest. */
  users(sort: Sort, skip: number, count: number): Promise<User[]>;
  /** @throws HordeError as over HTTP */
  editUser(user: User, input: ModifyUserInput): Promise<ModifyUser>;
  /** Gives the role of an administrator, or takes it. @returns the account as it is then */
  setAdmin(user: User, admin: boolean): Promise<User>;
  /** Marks the account as deleted; at a second call, 30 days after it was last seen, wipes it. */
  deleteUser(user: User): Promise<void>;
  /** @param cents negative: taken away, down to the floor of the account */
  giveKudos(user: User, cents: number): Promise<void>;
  /** Movements of an account, the latest first. */
  ledgerOf(user: User, page: { before: number; limit: number }): Promise<Output<KudosLedger>>;
  /** The keys of an account; each is shown once, when it is made. */
  keys: AccountsFeature['keys'];
  /** All workers, seen lately or not. */
  workers(): Worker[];
  editWorker(worker: Worker, input: ModifyWorkerInput): Promise<ModifyWorker>;
  deleteWorker(worker: Worker): Promise<void>;
  /** Another main key in place of the one that the account has. */
  renewKey(user: User): Promise<string>;
  /** Addresses and networks in time-out. */
  timeouts(): Timeout[];
  /** @returns the address or network in its one spelling. @throws HordeError BadRequest for what is neither */
  blockAddress(text: string, hours: number): Promise<string>;
  unblockAddress(text: string): Promise<string>;
  /** What moderators, administrators and the operator did. */
  audit(page: AuditPage): ReturnType<typeof readAudit>;
}

export interface OperatorNeeds
  extends Pick<Platform, 'db' | 'world' | 'bus'>,
    Pick<Core, 'workers' | 'balances' | 'running' | 'changes'> {
  accounts: Accounts;
  sharedKeys: Pick<SharedKeys, 'idsOf'>;
}

/** In the audit log. */
const BY_COMMAND = { actorId: null } as const;
const HOUR_MS = 3_600_000;

export function operatorOf(
  horde: OperatorNeeds,
  people: AccountsFeature,
  edits: EditNeeds,
  timeouts: AddressTimeouts,
): Operator {
  const { accounts, world, db, bus, workers } = horde;
  const balanceOf = async (userId: number) => {
    await horde.balances.load([userId]);
    return horde.balances.known(userId) / 100;
  };
  /** Running nodes know balances by heart. */
  const tellBalance = (userId: number) => bus.publish(BALANCES, [userId]);
  const ranking = new Ranking(db, world.now);
  const addresses = { db, now: world.now, timeouts };
  const record = (user: User, action: string, detail?: object) =>
    recordDeed(
      db,
      { ...BY_COMMAND, action, subject: `user:${user.id}`, ...(detail && { detail }) },
      world.now(),
    );
  return {
    async users(sort, skip, count) {
      const ids = await ranking.page(sort, skip, count);
      const found = await accounts.byIds(ids);
      return ids.flatMap(id => found.get(id) ?? []);
    },
    async editUser(user, input) {
      const changed = await editUser({ accounts, world, balanceOf }, user, OPERATOR, input);
      await tellBalance(user.id);
      return changed;
    },
    async setAdmin({ id }, admin) {
      const deed = { ...BY_COMMAND, action: 'user.admin', subject: `user:${id}`, detail: { admin } };
      const user = await accounts.change({ userId: id, set: { admin }, deed });
      if (!user) throw new HordeError('UserNotFound');
      return user;
    },
    deleteUser: user => people.remove(user, OPERATOR, belongingsOf(horde, edits)),
    async giveKudos(user, cents) {
      await record(user, 'user.kudos', { kudos: cents / 100 });
      await accounts.giveKudos(user.id, cents);
      await tellBalance(user.id);
    },
    ledgerOf: (user, page) => readLedger(horde, user, OPERATOR, page),
    keys: people.keys,
    workers: () => [...workers.all()],
    editWorker: (worker, input) => editWorker(edits, worker, OPERATOR, input),
    deleteWorker: worker => removeWorker(edits, worker, OPERATOR),
    async renewKey(user) {
      await record(user, 'user.key');
      return accounts.renewKey(user.id);
    },
    timeouts: () => timeouts.all(),
    async blockAddress(text, hours) {
      const address = addressOrNetwork(text);
      await blockAddress(addresses, address, hours * HOUR_MS, { ...BY_COMMAND, detail: { hours } });
      return address;
    },
    async unblockAddress(text) {
      const address = addressOrNetwork(text);
      await unblockAddress(addresses, address, BY_COMMAND);
      return address;
    },
    audit: page => readAudit(db, page),
  };
}
