import { HordeError, type ResponseModelMessage } from '@openhorde/contract';
import type { WorkerRegistry } from '../../core/workers/index.ts';
import { assertNoNul, type Principal } from '../../http/index.ts';
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
 * @throws HordeError AnonForbidden, WorkerNotFound, MessagesOnlyOwnWorkers, NulByteInPayload, BadRequest
 */
export async function writeMessage(
  { db, world, registry, messages }: MessageNeeds,
  author: Principal,
  body: ResponseModelMessage,
): Promise<Message> {
  if (author.kind === 'anonymous') throw new HordeError('AnonForbidden');
  const workerId = body.worker_id?.toLowerCase() ?? null;
  const worker = workerId === null ? undefined : await registry.find(workerId);
  if (workerId !== null && !worker) throw new HordeError('WorkerNotFound');
  if (!author.moderator && worker?.userId !== author.id) throw new HordeError('MessagesOnlyOwnWorkers');
  assertNoNul(body.message, body.origin);
  if (messages.count(workerId) >= ACTIVE_MAX) {
    throw new HordeError('BadRequest', {
      message: `There are ${ACTIVE_MAX} messages to this worker already. Take one back, or wait until one expires.`,
    });
  }
  const createdAtMs = world.now();
  const hours = Number(body.expiry ?? HOURS_DEFAULT);
  const message: Message = {
    id: world.uuid(),
    workerId,
    userId: author.id,
    message: body.message,
    origin: author.moderator ? (body.origin ?? MODERATORS) : String(author.id),
    createdAtMs,
    expiresAtMs: createdAtMs + hours * HOUR_MS,
  };
  await db.transaction(async transaction => {
    await insert(transaction, message);
    if (worker?.userId !== author.id) {
      await recordDeed(
        transaction,
        {
          actorId: author.id,
          action: 'message.write',
          subject: workerId === null ? 'workers' : `worker:${workerId}`,
          detail: { id: message.id, message: body.message, origin: message.origin, hours },
        },
        createdAtMs,
      );
    }
    await messages.tell([message.id], transaction);
  });
  messages.added(message);
  return message;
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
