import {
  type Output,
  type ResponseModelStylesUser,
  rfc822,
  type UserDetails,
  type UserRecords,
} from '@openhorde/contract';
import type { AccountTotals } from './accountTotals.ts';
import type { User } from './user.ts';

/** Who looks: any caller, the account itself, a moderator. */
export type Privilege = 0 | 1 | 2;

/** Ids of the requests of an account that still exist. */
export interface ActiveGenerations {
  image: string[];
  text: string[];
  alchemy: string[];
}

/** A style as the page of its owner shows it. */
export type StyleOfUser = Required<ResponseModelStylesUser>;

export interface UserFacts {
  user: User;
  totals: AccountTotals;
  /** Those that the viewer may know of. */
  styles: readonly StyleOfUser[];
  /** Its image and text workers, seen lately or not. */
  workerIds: readonly string[];
  active: ActiveGenerations;
  /** None for others than the account itself with a key of scope `all`: each of them is a key. */
  sharedKeyIds: readonly string[];
  /** What comes each month. */
  monthlyKudos: number;
  nowMs: number;
}

const ACTIONS = [
  'accumulated',
  'gifted',
  'donated',
  'admin',
  'received',
  'recurring',
  'awarded',
  'styled',
] as const;

/** An account as the API shows it (http-api-accounts §1). */
export function userDetails(facts: UserFacts, privilege: Privilege): Output<UserDetails> {
  const { user, totals, workerIds, nowMs } = facts;
  return {
    username: user.alias,
    id: user.id,
    kudos: totals.kudos,
    concurrency: user.concurrency,
    worker_invited: user.workerInvited,
    moderator: user.moderator,
    // Whole numbers, as clients know them; the ledger has the cents.
    kudos_details: Object.fromEntries(
      ACTIONS.map(action => [action, Math.round(totals.byAction[action] ?? 0)]),
    ),
    worker_count: workerIds.length,
    worker_ids: privilege >= 1 || user.publicWorkers ? workerIds : null,
    styles: facts.styles,
    trusted: user.trusted,
    flagged: user.flagged,
    service: user.service,
    education: user.education,
    customizer: user.customizer,
    deleted: user.deleted,
    pseudonymous: user.kind === 'pseudonymous',
    account_age: Math.max(0, Math.floor((nowMs - user.createdAtMs) / 1000)),
    usage: { megapixelsteps: null, requests: null },
    contributions: { megapixelsteps: null, fulfillments: null },
    records: recordsOf(totals),
    ...(privilege >= 1 && ownFields(facts)),
    ...(privilege >= 2 && moderatorFields(facts)),
  };
}

function ownFields({ user, active, sharedKeyIds }: UserFacts): Output<UserDetails> {
  const { image, text, alchemy } = active;
  return {
    sharedkey_ids: sharedKeyIds,
    // Everybody may use the anonymous account, so its requests are shown to no caller: its three lists are empty.
    active_generations:
      user.kind === 'anonymous'
        ? { image: [], text: [], alchemy: [] }
        : {
            ...(image.length > 0 && { image }),
            ...(text.length > 0 && { text }),
            ...(alchemy.length > 0 && { alchemy }),
          },
    contact: user.contact,
    vpn: user.vpn,
    special: user.special,
  };
}

function moderatorFields({ user, totals, monthlyKudos }: UserFacts): Output<UserDetails> {
  const lastReceivedAtMs = user.monthlyKudosLastReceivedAtMs;
  return {
    evaluating_kudos: totals.escrow,
    monthly_kudos: {
      amount: monthlyKudos,
      last_received: lastReceivedAtMs === null ? null : rfc822(lastReceivedAtMs),
    },
    suspicious: user.suspicions,
    admin_comment: user.adminComment,
  };
}

function recordsOf({ records }: AccountTotals): Output<UserRecords> {
  const of = (record: string, kind: string) => records.get(`${record} ${kind}`) ?? 0;
  const amounts = (record: string) => ({
    image: Math.round(of(record, 'image')),
    text: Math.round(of(record, 'text')),
    interrogation: Math.round(of(record, 'interrogation')),
  });
  const things = (record: string) => ({
    megapixelsteps: Math.round(of(record, 'image') * 100) / 100,
    tokens: Math.round(of(record, 'text')),
  });
  return {
    usage: things('usage'),
    contribution: things('contribution'),
    fulfillment: amounts('fulfillment'),
    request: amounts('request'),
    style: amounts('style'),
  };
}
