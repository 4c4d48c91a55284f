import { allowanceDue, MODERATOR_MONTHLY_KUDOS } from '@openhorde/rules';
import { adjustKudos } from '../../core/kudos/index.ts';
import type { CommandKind } from '../../platform/commits.ts';
import type { Executor } from '../../platform/db.ts';
import type { Patrons } from './patrons.ts';
import type { User } from './user.ts';
import type { UserCache } from './userCache.ts';

/** Kudos that an account receives each month: what was granted, what its role brings, what it supports the horde with. */
export const monthlyKudosOf = (
  user: Pick<User, 'id' | 'monthlyKudos' | 'moderator'>,
  patrons: Pick<Patrons, 'kudosOf'>,
): number => user.monthlyKudos + (user.moderator ? MODERATOR_MONTHLY_KUDOS : 0) + patrons.kudosOf(user.id);

/** An allowance that is due. */
export interface Allowance {
  userId: number;
  kudos: number;
  /** When the last one counted as received; another node's run may have changed it meanwhile. */
  lastReceivedAtMs: number | null;
  /** When this one does. */
  receivedAtMs: number;
}

const RECEIVE = `
  UPDATE users u SET monthly_kudos_last_received_at = a.received_at
  FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[]) AS a (id, last_received_at, received_at)
  WHERE u.id = a.id AND date_trunc('milliseconds', u.monthly_kudos_last_received_at) IS NOT DISTINCT FROM a.last_received_at
  RETURNING u.id`;

/** Pays allowances: each once, whatever nodes look at the same time. */
export function payAllowances(users: UserCache): CommandKind<Allowance, void> {
  return {
    name: 'allowance',
    async run(batch, allowances) {
      const { rows } = await batch.client.query<{ id: number }>(RECEIVE, [
        allowances.map(a => a.userId),
        allowances.map(a => (a.lastReceivedAtMs === null ? null : new Date(a.lastReceivedAtMs))),
        allowances.map(a => new Date(a.receivedAtMs)),
      ]);
      const won = new Set(rows.map(row => row.id));
      const paid = allowances.filter(({ userId }) => won.has(userId));
      await adjustKudos.run(
        batch,
        paid.map(({ userId, kudos, receivedAtMs }) => ({
          eventId: `monthly:${userId}:${receivedAtMs}`,
          userId,
          cents: kudos * 100,
          entry: 'monthly',
          action: 'recurring',
        })),
      );
      if (won.size > 0) await users.tell([...won], batch.client);
      batch.afterCommit(() => users.drop([...won]));
      return allowances.map(() => ({ value: undefined }));
    },
  };
}

interface Row extends Record<string, unknown> {
  id: number;
  monthly_kudos: number;
  moderator: boolean;
  monthly_kudos_last_received_at: Date | null;
}

const CANDIDATES = `
  SELECT id, monthly_kudos, moderator, monthly_kudos_last_received_at FROM users
  WHERE (monthly_kudos > 0 OR moderator OR id = ANY($1::int[])) AND id <> 0 AND wiped_at IS NULL`;

/** The allowances that are due now, one month at most for each account. */
export async function dueAllowances(
  on: Executor,
  patrons: Pick<Patrons, 'kudosOf' | 'ids'>,
  nowMs: number,
): Promise<Allowance[]> {
  const { rows } = await on.query<Row>(CANDIDATES, [patrons.ids()]);
  return rows.flatMap(({ id, monthly_kudos: monthlyKudos, moderator, ...row }) => {
    const kudos = monthlyKudosOf({ id, monthlyKudos, moderator }, patrons);
    const lastReceivedAtMs = row.monthly_kudos_last_received_at?.getTime() ?? null;
    const receivedAtMs = allowanceDue(lastReceivedAtMs, nowMs);
    if (receivedAtMs === undefined || kudos <= 0) return [];
    return [{ userId: id, kudos, lastReceivedAtMs, receivedAtMs }];
  });
}
