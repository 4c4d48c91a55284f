import { HordeError, type ResponseModelMessage } from '@openhorde/contract';
import { tidyLine, tidyLines } from '@openhorde/rules';
import type { WorkerRegistry } from '../../core/workers/index.ts';
import type { Principal } from '../../http/index.ts';
import type { Database, Executor } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { recordDeed } from '../audit/index.ts';
import { MESSAGE_COLUMNS, type Message } from './message.ts';
import type { WorkerMessages } from './messages.ts';

const HOUR_MS = 3_600_000;
const HOURS_DEFAULT = 12;
const MODERATORS = 'AI Horde Moderators';
/** Every answer to a pop holds them all, so there must be an end to them. */
const ACTIVE_MAX = 50;

export interface MessageNeeds {
  db: Database;
  world: Pick<World, 'now' | 'uuid'>;
  registry: Pick<WorkerRegistry, 'find'>;
  messages: WorkerMessages;
}

/**
 * Writes to a worker, or to all (http-api-accounts §5).
 * @throws HordeError AnonForbidden, WorkerNotFound, MessagesOnlyOwnWorkers, BadRequest
 */
export async function writeMessage(
  { db, world, registry, messages }: MessageNeeds,
  author: Principal,
  body: ResponseModelMessage,
): Promise<Message> {
  if (author.kind === 'anonymous') throw new HordeError('AnonForbidden');
  const workerId = body.worker_id ?? null;
  const worker = workerId === null ? undefined : await registry.find(workerId);
  if (workerId !== null && !worker) throw new HordeError('WorkerNotFound');
  if (!author.moderator && worker?.userId !== author.id) throw new HordeError('MessagesOnlyOwnWorkers');
  const text = tidyLines(body.message);
  const origin = tidyLine(body.origin ?? '') || MODERATORS;
  if (text === '')
    throw new HordeError('BadRequest', { message: 'The message must have something to read.' });
  const createdAtMs = world.now();
  const hours = Number(body.expiry ?? HOURS_DEFAULT);
  const message: Message = {
    id: world.uuid(),
    workerId,
    userId: author.id,
    message: text,
    origin: author.moderator ? origin : String(author.id),
    createdAtMs,
    expiresAtMs: createdAtMs + hours * HOUR_MS,
  };
  await db.transaction(async transaction => {
    await assertRoom(transaction, message);
    await insert(transaction, message);
    if (worker?.userId !== author.id) {
      await recordDeed(
        transaction,
        {
          actorId: author.id,
          action: 'message.write',
          subject: workerId === null ? 'workers' : `worker:${workerId}`,
          detail: { id: message.id, message: text, origin: message.origin, hours },
        },
        createdAtMs,
      );
    }
    await messages.tell([message.id], transaction);
  });
  messages.added(message);
  return message;
}

/** Names the lock under which messages to all are counted. */
const TO_ALL = 7_204_061;

/** Messages to the same receiver are counted one after the other, at whatever node. @throws HordeError BadRequest */
async function assertRoom(on: Executor, { workerId, createdAtMs }: Message): Promise<void> {
  if (workerId === null) await on.query('SELECT pg_advisory_xact_lock($1)', [TO_ALL]);
  else await on.query('SELECT FROM workers WHERE id = $1 FOR NO KEY UPDATE', [workerId]);
  const { rows } = await on.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM worker_messages
     WHERE worker_id IS NOT DISTINCT FROM $1::uuid AND expires_at > $2`,
    [workerId, new Date(createdAtMs)],
  );
  if (rows[0]!.count < ACTIVE_MAX) return;
  throw new HordeError('BadRequest', {
    message: `There are ${ACTIVE_MAX} messages to this worker already. Take one back, or wait until one expires.`,
  });
}

async function insert(on: Executor, message: Message): Promise<void> {
  await on.query(`INSERT INTO worker_messages (${MESSAGE_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)`, [
    message.id,
    message.workerId,
    message.userId,
    message.message,
    message.origin,
    new Date(message.createdAtMs),
    new Date(message.expiresAtMs),
  ]);
}
