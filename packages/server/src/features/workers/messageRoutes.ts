import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount, type Principal } from '../../http/index.ts';
import type { Timers } from '../../platform/timers.ts';
import { recordDeed } from '../audit/index.ts';
import { findMessage, listMessages } from './listMessages.ts';
import { type Message, shownMessage } from './message.ts';
import { type MessageNeeds, writeMessage } from './writeMessage.ts';

/** Writing to workers, and looking after what was written. */
export function messageRoutes(app: FastifyInstance, needs: MessageNeeds): void {
  const { db, world } = needs;

  mount(app, routes.workerMessages, async call => {
    const caller = await call.principal();
    return (await listMessages(db, caller, call.query, world.now())).map(shownMessage);
  });

  mount(app, routes.writeToWorkers, async call =>
    shownMessage(await writeMessage(needs, await call.principal(), call.body)),
  );

  mount(app, routes.workerMessage, async call => shownMessage(await findMessage(db, call.params.message_id)));

  mount(app, routes.deleteWorkerMessage, async call => {
    const caller = await call.principal();
    await deleteMessage(needs, await findMessage(db, call.params.message_id), caller);
    return { message: 'OK' };
  });
}

/** @throws HordeError Forbidden for a caller that is neither its author nor a moderator */
async function deleteMessage(
  { db, world, messages }: MessageNeeds,
  { id, userId, workerId }: Message,
  caller: Principal,
): Promise<void> {
  if (!caller.moderator && caller.id !== userId) throw new HordeError('Forbidden');
  await db.transaction(async transaction => {
    await transaction.query('DELETE FROM worker_messages WHERE id = $1', [id]);
    if (caller.id !== userId) {
      const subject = workerId === null ? 'workers' : `worker:${workerId}`;
      await recordDeed(
        transaction,
        {
          actorId: caller.id,
          action: 'message.delete',
          subject,
          detail: { id },
        },
        world.now(),
      );
    }
    await messages.tell([id], transaction);
  });
  messages.removed(id);
}

/** Expired messages are shown in lists for so long. */
const KEPT_DAYS = 30;

export function tendMessages(
  { db, world, messages }: Pick<MessageNeeds, 'db' | 'world' | 'messages'>,
  timers: Timers,
): void {
  timers.repeat({
    name: 'prune messages',
    everyMs: 600_000,
    async run() {
      messages.prune();
      const before = new Date(world.now() - KEPT_DAYS * 86_400_000);
      await db.query('DELETE FROM worker_messages WHERE expires_at < $1', [before]);
    },
  });
}
