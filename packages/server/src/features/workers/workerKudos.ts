import { type Executor, statement } from '../../platform/db.ts';

/** Kudos that a worker has earned for its owner, with two decimals. */
export interface WorkerKudos {
  total: number;
  /** By jobs; null: it has done none. What alchemists earn by forms is in the total alone, as the original has it. */
  generated: number | null;
  /** By being online; null: not long enough yet. */
  uptime: number | null;
}

export const NO_KUDOS: WorkerKudos = { total: 0, generated: null, uptime: null };

interface Row {
  id: string;
  total: number;
  generated: number | null;
  uptime: number | null;
}

const KUDOS = statement<Row>(
  'worker-kudos',
  `SELECT substr(a.account, 8) AS id, a.balance::float8 AS total,
     (SELECT t.amount::float8 FROM kudos_totals t WHERE t.account = a.account AND t.action = 'generated') AS generated,
     (SELECT t.amount::float8 FROM kudos_totals t WHERE t.account = a.account AND t.action = 'uptime') AS uptime
   FROM kudos_accounts a WHERE a.account = ANY($1::text[])`,
);

/** The kudos of those among `ids` that have earned any. */
export async function readWorkerKudos(
  on: Executor,
  ids: readonly string[],
): Promise<Map<string, WorkerKudos>> {
  const rows = await KUDOS.run(on, [ids.map(id => `worker:${id}`)]);
  return new Map(rows.map(({ id, ...kudos }) => [id, kudos]));
}
