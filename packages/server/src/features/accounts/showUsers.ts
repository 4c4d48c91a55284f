import { HordeError, type Output, type UserDetails } from '@openhorde/contract';
import type { Principal } from '../../http/index.ts';
import type { Executor } from '../../platform/db.ts';
import type { SharedKeys } from '../sharedkeys/index.ts';
import type { Accounts } from './accounts.ts';
import { readAccountTotals, readManyTotals } from './accountTotals.ts';
import { monthlyKudosOf } from './allowances.ts';
import type { Patrons } from './patrons.ts';
import type { Ranking } from './ranking.ts';
import type { User } from './user.ts';
import {
  type ActiveGenerations,
  type Privilege,
  type StyleOfUser,
  type UserFacts,
  userDetails,
} from './userDetails.ts';

export interface ShowNeeds {
  db: Executor;
  accounts: Accounts;
  sharedKeys: SharedKeys;
  patrons: Patrons;
  ranking: Ranking;
  now(): number;
  /** Account → its styles, oldest first; with those that are not public, too. */
  stylesOf(users: readonly User[], options: { hidden: boolean }): Promise<Map<number, StyleOfUser[]>>;
  /** Ids of the image and text workers of an account. */
  workerIdsOf(userId: number): readonly string[];
  /** Ids of the requests of an account that still exist. */
  activeGenerationsOf(userId: number): ActiveGenerations;
}

/** Who looks, and with what kind of key. */
interface Viewer {
  privilege: Privilege;
  /** The account itself, by a key of scope `all`. Shared keys are keys: no other key is worth them, nor is a role. */
  seesKeys: boolean;
}

const EVERYBODY: Viewer = { privilege: 0, seesKeys: false };
const PAGE = 25;
const PAGES_MAX = 10_000;

/** What the caller may see of an account. */
export function viewerOf(user: User, caller: Principal | undefined): Viewer {
  return {
    privilege: caller?.moderator ? 2 : caller?.id === user.id ? 1 : 0,
    seesKeys: caller?.id === user.id && (caller.keyScope ?? 'all') === 'all',
  };
}

/** The account of a key, as its owner sees it; of a shared key, what everybody may see of its owner. */
export async function findUser(needs: ShowNeeds, apikey: string | undefined): Promise<Output<UserDetails>> {
  if (apikey === undefined) throw new HordeError('InvalidAPIKey');
  const key = await needs.sharedKeys.find(apikey);
  if (key) {
    const owner = await needs.accounts.byId(key.userId);
    if (!owner) throw new HordeError('UserNotFound');
    const shown = await showUser(needs, owner, EVERYBODY);
    const suffix = key.name ? `Shared Key: ${key.name}` : 'Shared Key';
    return { ...shown, username: `${owner.alias} (${suffix})` };
  }
  const caller = await needs.accounts.byKey(apikey);
  // Not the caller: a key of narrow scope tells less of an account than there is.
  const user = caller && (await needs.accounts.byId(caller.id));
  if (!user) throw new HordeError('UserNotFound');
  return showUser(needs, user, { ...viewerOf(user, caller), privilege: 1 });
}

export async function showUser(needs: ShowNeeds, user: User, viewer: Viewer): Promise<Output<UserDetails>> {
  const [totals, sharedKeyIds, styles] = await Promise.all([
    readAccountTotals(needs.db, user.id),
    viewer.seesKeys ? needs.sharedKeys.idsOf(user.id) : [],
    needs.stylesOf([user], { hidden: viewer.privilege >= 1 }),
  ]);
  return userDetails({ ...factsOf(needs, user, totals, styles), sharedKeyIds }, viewer.privilege);
}

/** A page of all accounts, as everybody sees them. An invalid page is empty. */
export async function listUsers(
  needs: ShowNeeds,
  { page, sort }: { page: number; sort: string },
): Promise<Output<UserDetails>[]> {
  const number = Math.max(1, page);
  if (number > PAGES_MAX) return [];
  const ids = await needs.ranking.page(sort === 'age' ? 'age' : 'kudos', (number - 1) * PAGE, PAGE);
  const found = await needs.accounts.byIds(ids);
  const users = ids.flatMap(id => found.get(id) ?? []);
  const totals = await readManyTotals(
    needs.db,
    users.map(user => user.id),
  );
  const styles = await needs.stylesOf(users, { hidden: false });
  return users.map(user => userDetails(factsOf(needs, user, totals.get(user.id)!, styles), 0));
}

function factsOf(
  needs: ShowNeeds,
  user: User,
  totals: UserFacts['totals'],
  styles: Map<number, StyleOfUser[]>,
): UserFacts {
  return {
    user,
    totals,
    styles: styles.get(user.id) ?? [],
    workerIds: needs.workerIdsOf(user.id),
    active: needs.activeGenerationsOf(user.id),
    sharedKeyIds: [],
    monthlyKudos: monthlyKudosOf(user, needs.patrons),
    nowMs: needs.now(),
  };
}
