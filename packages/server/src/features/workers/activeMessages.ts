import { type Output, type ResponseModelMessage, rfc822 } from '@openhorde/contract';
import { type Executor, statement } from '../../platform/db.ts';

interface Row {
  id: string;
  worker_id: string | null;
  user_id: number;
  message: string;
  origin: string;
  created_at: Date;
  expires_at: Date;
}

const ACTIVE = statement<Row>(
  'worker-messages',
  `SELECT id, worker_id, user_id, message, origin, created_at, expires_at
   FROM worker_messages WHERE expires_at > $1 AND (worker_id IS NULL OR worker_id = ANY($2::uuid[])) ORDER BY created_at`,
);

/** Messages that are not over: to one worker each, or to all. */
export interface ActiveMessages {
  /** Those to this worker and those to all, oldest first. */
  of(workerId: string): Output<ResponseModelMessage>[];
}

export async function readActiveMessages(
  on: Executor,
  workerIds: readonly string[],
  nowMs: number,
): Promise<ActiveMessages> {
  const rows = await ACTIVE.run(on, [new Date(nowMs), workerIds]);
  return {
    of: workerId => rows.filter(row => row.worker_id === null || row.worker_id === workerId).map(messageOf),
  };
}

function messageOf(row: Row): Output<ResponseModelMessage> {
  return {
    id: row.id,
    message: row.message,
    origin: row.origin,
    worker_id: row.worker_id,
    user_id: String(row.user_id),
    created: rfc822(row.created_at.getTime()),
    expiry: rfc822(row.expires_at.getTime()),
  };
}
