import { accountKind, type Cents, earnsTrust } from '@openhorde/rules';
import { post } from '../../core/kudos/index.ts';
import type { CommandKind } from '../../platform/commits.ts';
import { drainEvent } from './changeUser.ts';
import type { UserCache } from './userCache.ts';

/** An account that may have earned its trust, or has escrow left although it is trusted. */
export interface Promotion {
  userId: number;
  /** Names the event that moves its escrow. */
  drainId: string;
  /** Escrow above which an account is trusted by itself; undefined: never. */
  thresholdCents: Cents | undefined;
  atMs: number;
}

interface Row extends Record<string, unknown> {
  id: number;
  oauth_id: string;
  created_at: Date;
  trusted: boolean;
  suspicions: number;
  escrow_cents: number;
}

const LOCK = 'SELECT id FROM users WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE';

const READ = `
  SELECT u.id, u.oauth_id, u.created_at, u.trusted, u.suspicions, (a.balance * 100)::bigint AS escrow_cents
  FROM users u JOIN kudos_accounts a ON a.account = 'escrow:' || u.id
  WHERE u.id = ANY($1::int[]) AND a.balance > 0 AND u.wiped_at IS NULL`;

const DAY_MILLISECONDS = 86_400_000;

/**
 * Makes accounts trusted that have earned it, and pays what was held back of trusted ones (rules-kudos §6). The outcome is
 * whether the account was made trusted by it.
 */
export function promoteUsers(users: UserCache): CommandKind<Promotion, boolean> {
  return {
    name: 'promote',
    async run(batch, promotions) {
      const ids = promotions.map(p => p.userId);
      await batch.client.query(LOCK, [ids]);
      const { rows } = await batch.client.query<Row>(READ, [ids]);
      const byId = new Map(rows.map(row => [row.id, row]));
      const promoted = new Set<number>();
      const outcomes = promotions.map(({ userId, drainId, thresholdCents, atMs }) => {
        const row = byId.get(userId);
        // Twice in one batch: the first one has paid.
        if (!row || !byId.delete(userId)) return { value: false };
        const earned = earnsTrust({
          escrowCents: row.escrow_cents,
          thresholdCents,
          ageDays: (atMs - row.created_at.getTime()) / DAY_MILLISECONDS,
          anonymous: accountKind(row.oauth_id) === 'anonymous',
          suspicions: row.suspicions,
          trusted: row.trusted,
        });
        if (earned) promoted.add(userId);
        if (earned || row.trusted) post(batch, drainEvent(drainId, userId));
        return { value: earned };
      });
      if (promoted.size > 0) {
        const list = [...promoted];
        await batch.client.query('UPDATE users SET trusted = true WHERE id = ANY($1::int[])', [list]);
        await users.tell(list, batch.client);
        batch.afterCommit(() => users.drop(list));
      }
      return outcomes;
    },
  };
}
