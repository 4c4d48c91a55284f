import type { WorkerType } from '@openhorde/contract';

/** What a worker said of itself at its last check-in, as its kind keeps it. Stored as `workers.offer`. */
export interface OfferRecord {
  /** Of an alchemist: its forms. */
  models: string[];
}

/** A worker as its row holds it; in memory on every node. Times in milliseconds since 1970. */
export interface Worker {
  readonly id: string;
  readonly type: WorkerType;
  readonly userId: number;
  /** Of its owner; kept current by check-ins and changes of the account. */
  ownerTrusted: boolean;
  name: string;
  info: string | null;
  ip: string | null;
  teamId: string | null;
  readonly createdAtMs: number;
  lastCheckInMs: number;
  bridgeAgent: string;
  threads: number;
  nsfw: boolean;
  extraSlow: boolean;
  allowUnsafeIp: boolean;
  maintenance: boolean;
  maintenanceMessage: string | null;
  paused: boolean;
  suspicions: number;
  offer: OfferRecord;
  fulfilments: number;
  /** Raw things delivered, in display units (megapixelsteps, tokens). */
  contributions: number;
  uncompletedJobs: number;
  abortedJobs: number;
  abortedSinceMs: number | null;
  uptimeSeconds: number;
  rewardedUptimeSeconds: number;
  /** Raw things per second: mean of the last 20 jobs. */
  speed: number;
}

interface WorkerRow extends Record<string, unknown> {
  id: string;
  type: WorkerType;
  user_id: number;
  name: string;
}

/** A row of `workers`, with `owner_trusted` from its owner, -> the record. */
export function workerOf(row: WorkerRow): Worker {
  const r = row as unknown as Record<string, never>;
  return {
    id: row.id,
    type: row.type,
    userId: row.user_id,
    ownerTrusted: r.owner_trusted!,
    name: row.name,
    info: r.info!,
    ip: r.ip!,
    teamId: r.team_id!,
    createdAtMs: Number(r.created_at),
    lastCheckInMs: Number(r.last_check_in_at),
    bridgeAgent: r.bridge_agent!,
    threads: r.threads!,
    nsfw: r.nsfw!,
    extraSlow: r.extra_slow!,
    allowUnsafeIp: r.allow_unsafe_ip!,
    maintenance: r.maintenance!,
    maintenanceMessage: r.maintenance_message!,
    paused: r.paused!,
    suspicions: r.suspicions!,
    offer: r.offer!,
    fulfilments: r.fulfilments!,
    contributions: r.contributions!,
    uncompletedJobs: r.uncompleted_jobs!,
    abortedJobs: r.aborted_jobs!,
    abortedSinceMs: r.aborted_since === null ? null : Number(r.aborted_since),
    uptimeSeconds: Number(r.uptime_seconds),
    rewardedUptimeSeconds: Number(r.rewarded_uptime_seconds),
    speed: r.speed!,
  };
}
