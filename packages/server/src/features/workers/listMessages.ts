import { HordeError, isUuid, type QueryOf, type routes } from '@openhorde/contract';
import type { Principal } from '../../http/index.ts';
import { type Executor, statement } from '../../platform/db.ts';
import { MESSAGE_COLUMNS, type Message, type MessageRow, messageOf } from './message.ts';

const PAGE = 50;
const USER_ID_MAX = 2_147_483_647;
const VALIDITIES = ['active', 'expired', 'all'];

// With an author given, messages to all workers are listed as well, by any author.
const LIST = statement<MessageRow>(
  'worker-messages-list',
  `SELECT ${MESSAGE_COLUMNS} FROM worker_messages
   WHERE ($1::int IS NULL OR user_id = $1 OR worker_id IS NULL) AND ($2::uuid IS NULL OR worker_id = $2)
     AND ($3 = 'all' OR (expires_at > $4) = ($3 = 'active'))
   ORDER BY created_at, id LIMIT ${PAGE} OFFSET $5`,
);

const ONE = statement<MessageRow>(
  'worker-message',
  `SELECT ${MESSAGE_COLUMNS} FROM worker_messages WHERE id = $1`,
);

/**
 * A page of messages: all for moderators, their own for others (http-api-accounts §5).
 * @throws HordeError Forbidden, BadRequest
 */
export async function listMessages(
  on: Executor,
  caller: Principal,
  query: QueryOf<typeof routes.workerMessages>,
  nowMs: number,
): Promise<Message[]> {
  const { user_id, worker_id, validity, page } = query;
  if (!caller.moderator && user_id !== undefined && user_id !== String(caller.id))
    throw new HordeError('Forbidden');
  if (!VALIDITIES.includes(validity)) {
    throw new HordeError('BadRequest', { message: `validity is one of ${VALIDITIES.join(', ')}.` });
  }
  const authorId = caller.moderator ? (user_id === undefined ? null : Number(user_id)) : caller.id;
  if (authorId !== null && !(authorId >= 0 && authorId <= USER_ID_MAX && Number.isInteger(authorId)))
    return [];
  if (worker_id !== undefined && !isUuid(worker_id)) return [];
  const offset = (Math.max(1, page) - 1) * PAGE;
  const rows = await LIST.run(on, [authorId, worker_id ?? null, validity, new Date(nowMs), offset]);
  return rows.map(messageOf);
}

/** Whether it has expired or not. @throws HordeError WorkermessageNotFound */
export async function findMessage(on: Executor, id: string): Promise<Message> {
  const [row] = isUuid(id) ? await ONE.run(on, [id]) : [];
  if (!row) throw new HordeError('WorkermessageNotFound');
  return messageOf(row);
}
