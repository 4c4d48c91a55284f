import { countUptime, UPTIME_REWARD_SECONDS } from '@openhorde/rules';
import type { Batch, CommandKind } from '../../platform/commits.ts';
import { type Consequence, follow } from '../consequences.ts';
import { mint, post, workerEarned } from '../kudos/index.ts';
import type { OfferRecord, Worker } from './worker.ts';

/** What a check-in writes down, once in 30 seconds for each worker. */
export interface CheckIn {
  workerId: string;
  userId: number;
  /** What ten minutes of uptime are worth (rules-kudos §3.5). */
  uptimeRewardCents: number;
  /** To the balance; else all of it into escrow. */
  uptimePaidAtOnce: boolean;
  atMs: number;
  ip: string | null;
  bridgeAgent: string;
  threads: number;
  nsfw: boolean;
  extraSlow: boolean;
  allowUnsafeIp: boolean;
  offer: OfferRecord;
}

/** The commands that workers go through. */
export interface WorkerCommands {
  checkIn(checkIn: CheckIn): Promise<void>;
}

interface Row {
  id: string;
  team_id: string | null;
  type: Worker['type'];
  last_check_in_at: Date;
  uptime_seconds: number;
  rewarded_uptime_seconds: number;
  paused: boolean;
  maintenance: boolean;
}

const LOCK = `
  SELECT id, team_id, type, last_check_in_at, uptime_seconds, rewarded_uptime_seconds, paused, maintenance
  FROM workers WHERE id = ANY($1) ORDER BY id FOR UPDATE`;

const UPDATE = `
  UPDATE workers w
  SET last_check_in_at = greatest(w.last_check_in_at, t.at), ip = t.ip, bridge_agent = t.bridge_agent, threads = t.threads,
      nsfw = t.nsfw, extra_slow = t.extra_slow, allow_unsafe_ip = t.allow_unsafe_ip, offer = t.offer,
      uptime_seconds = t.uptime_seconds, rewarded_uptime_seconds = t.rewarded_uptime_seconds
  FROM json_to_recordset($1) AS t (id uuid, at timestamptz, ip text, bridge_agent text, threads int, nsfw boolean,
    extra_slow boolean, allow_unsafe_ip boolean, offer jsonb, uptime_seconds bigint, rewarded_uptime_seconds bigint)
  WHERE w.id = t.id`;

/** Uptime of a worker after a check-in. */
export type UptimeTotals = Pick<Worker, 'id' | 'uptimeSeconds' | 'rewardedUptimeSeconds'>;

/** A stretch of uptime that a worker is paid for. */
export interface PaidUptime {
  workerId: string;
  teamId: string | null;
  seconds: number;
}

export interface CheckInNeeds {
  /** Told the uptimes after each commit. */
  onWorkers(totals: UptimeTotals[]): void;
  /** What follows when uptime is paid for. */
  uptimePaid: readonly Consequence<PaidUptime>[];
}

/** Stores check-ins, counts uptime and pays for it. */
export function saveCheckIns({ onWorkers, uptimePaid }: CheckInNeeds): CommandKind<CheckIn, void> {
  return {
    name: 'check-in',
    async run(batch, checkIns) {
      const { rows } = await batch.client.query<Row>({
        name: 'check-in-lock',
        text: LOCK,
        values: [checkIns.map(c => c.workerId)],
      });
      const latest = new Map(checkIns.map(c => [c.workerId, c]));
      const totals: UptimeTotals[] = [];
      const updates = rows.map(row => {
        const checkIn = latest.get(row.id)!;
        const { uptimeSeconds, rewardedUptimeSeconds, reward } = countUptime(
          { uptimeSeconds: row.uptime_seconds, rewardedUptimeSeconds: row.rewarded_uptime_seconds },
          { lastCheckInMs: row.last_check_in_at.getTime(), paused: row.paused, maintenance: row.maintenance },
          checkIn.atMs,
        );
        if (reward) {
          payUptime(batch, row, checkIn, uptimeSeconds);
          follow(uptimePaid, batch, {
            workerId: row.id,
            teamId: row.team_id,
            seconds: UPTIME_REWARD_SECONDS,
          });
        }
        totals.push({ id: row.id, uptimeSeconds, rewardedUptimeSeconds });
        return {
          id: row.id,
          at: new Date(checkIn.atMs),
          ip: checkIn.ip,
          bridge_agent: checkIn.bridgeAgent,
          threads: checkIn.threads,
          nsfw: checkIn.nsfw,
          extra_slow: checkIn.extraSlow,
          allow_unsafe_ip: checkIn.allowUnsafeIp,
          offer: checkIn.offer,
          uptime_seconds: uptimeSeconds,
          rewarded_uptime_seconds: rewardedUptimeSeconds,
        };
      });
      await batch.client.query({ name: 'check-in-update', text: UPDATE, values: [JSON.stringify(updates)] });
      batch.afterCommit(() => onWorkers(totals));
      return checkIns.map(() => ({ value: undefined }));
    },
  };
}

function payUptime(batch: Batch, row: Row, checkIn: CheckIn, uptimeSeconds: number): void {
  const cents = checkIn.uptimeRewardCents;
  const paid = checkIn.uptimePaidAtOnce
    ? mint(`user:${checkIn.userId}`, cents, 'uptime', 'accumulated')
    : mint(`escrow:${checkIn.userId}`, cents, 'uptime');
  post(batch, {
    // Uptime only grows, so its value names the reward.
    id: `uptime:${row.id}:${uptimeSeconds}`,
    kind: 'uptime',
    movements: [...paid, ...workerEarned(row.id, cents, 'uptime', 'uptime')],
  });
}
