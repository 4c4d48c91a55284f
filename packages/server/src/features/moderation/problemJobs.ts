import { ANONYMOUS_ID, aliasOf } from '@openhorde/rules';
import { type Executor, statement } from '../../platform/db.ts';
import { householdOf } from '../../platform/networks.ts';
import type { Notices } from './notices.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** More of them than this, and moderators are told, once in as long as the window is. */
const LIMITS = [
  { windowMs: HOUR_MS, jobsMax: 50, words: 'an hour' },
  { windowMs: DAY_MS, jobsMax: 200, words: 'a day' },
] as const;

const KEPT_DAYS = 30;
const MUTED_MAX = 10_000;

export interface ProblemNeeds {
  db: Executor;
  now(): number;
  notices: Pick<Notices, 'tell'>;
}

/** A job in whose result its worker saw what no picture may show. */
export interface ProblemJob {
  jobId: string;
  requestId: string;
  workerId: string;
  workerName: string;
}

interface Asked {
  user_id: number;
  username: string;
  ip: string | null;
  proxied_account: string | null;
  prompt: string;
  loras: string[] | null;
}

const ASKED = statement<Asked>(
  'problem-asked',
  `SELECT r.user_id, u.username, r.ip, r.proxied_account, r.prompt,
     (SELECT array_agg(l ->> 'name') FROM jsonb_path_query(r.payload, '$.job.loras[*]') l) AS loras
   FROM requests r JOIN users u ON u.id = r.user_id WHERE r.id = $1`,
);

const INSERT = `
  INSERT INTO problem_jobs (job_id, user_id, worker_id, ip, proxied_account, created_at)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (job_id) DO NOTHING`;

const COUNT = statement<{ of_user: number; of_ip: number }>(
  'problem-count',
  `SELECT
     (SELECT count(*) FROM problem_jobs
      WHERE user_id = $1 AND proxied_account IS NOT DISTINCT FROM $2 AND created_at > $4)::int AS of_user,
     (SELECT count(*) FROM problem_jobs WHERE ip = $3 AND created_at > $4)::int AS of_ip`,
);

/** Counts such jobs by requester and by address (rules-countermeasures §5). A count punishes no account. */
export class ProblemJobs {
  readonly #needs: ProblemNeeds;
  /** Who need not be told of again until then. */
  readonly #mutedUntilMs = new Map<string, number>();

  constructor(needs: ProblemNeeds) {
    this.#needs = needs;
  }

  async note(job: ProblemJob): Promise<void> {
    const { db, now } = this.#needs;
    const nowMs = now();
    const [asked] = await ASKED.run(db, [job.requestId]);
    if (!asked) return;
    const ip = asked.ip === null ? null : householdOf(asked.ip);
    const { user_id: userId, proxied_account: account } = asked;
    await db.query(INSERT, [job.jobId, userId, job.workerId, ip, account, new Date(nowMs)]);
    for (const limit of LIMITS) {
      const [counts] = await COUNT.run(db, [userId, account, ip, new Date(nowMs - limit.windowMs)]);
      const { of_user: ofUser = 0, of_ip: ofIp = 0 } = counts ?? {};
      const who = aliasOf(asked.username, userId) + (account === null ? '' : ` for ${account}`);
      // All strangers share the anonymous account: there only the address tells something.
      if (userId !== ANONYMOUS_ID && ofUser > limit.jobsMax)
        this.#tell(who, ofUser, limit, job, asked, nowMs);
      else if (ip !== null && ofIp > limit.jobsMax)
        this.#tell(`address ${ip}`, ofIp, limit, job, asked, nowMs);
    }
  }

  async prune(): Promise<void> {
    const before = new Date(this.#needs.now() - KEPT_DAYS * DAY_MS);
    await this.#needs.db.query('DELETE FROM problem_jobs WHERE created_at < $1', [before]);
  }

  #tell(
    who: string,
    count: number,
    { windowMs, words }: (typeof LIMITS)[number],
    job: ProblemJob,
    { ip, prompt, loras }: Asked,
    nowMs: number,
  ): void {
    const key = `${words} ${who}`;
    if ((this.#mutedUntilMs.get(key) ?? 0) > nowMs) return;
    if (this.#mutedUntilMs.size >= MUTED_MAX) this.#mutedUntilMs.clear();
    this.#mutedUntilMs.set(key, nowMs + windowMs);
    const models = loras ? ` LoRAs: ${loras.join(', ')}.` : '';
    this.#needs.notices.tell(
      `${who}: ${count} results within ${words} that workers took for abuse of children. The last: job ${job.jobId}, ` +
        `worker ${job.workerName}, address ${ip ?? 'unknown'}.${models} Prompt: ${prompt}`,
    );
  }
}
