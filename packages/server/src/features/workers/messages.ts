import type { ResponseModelMessagePop } from '@openhorde/contract';
import type { Bus } from '../../platform/bus.ts';
import type { Executor } from '../../platform/db.ts';
import { MESSAGE_COLUMNS, type Message, type MessageRow, messageOf, poppedMessage } from './message.ts';

const TOPIC = 'worker-messages';
const NONE: readonly Message[] = [];

const SELECT = `SELECT ${MESSAGE_COLUMNS} FROM worker_messages`;

/**
 * The messages that have not expired, in memory on every node, since each answer to a pop holds those of its worker.
 * The table is the truth: a message that is written or taken back is told by its id, and read again.
 */
export class WorkerMessages {
  readonly #database: Executor;
  readonly #bus: Bus;
  readonly #now: () => number;
  readonly #byId = new Map<string, Message>();
  /** Of each worker, and under null those to all; oldest first. */
  readonly #byWorker = new Map<string | null, Message[]>();

  constructor({ database, bus, now }: { database: Executor; bus: Bus; now(): number }) {
    this.#database = database;
    this.#bus = bus;
    this.#now = now;
    bus.subscribe(TOPIC, (payload, own) => (own ? undefined : this.load(payload as string[])));
    bus.onGap(() => this.load());
  }

  /** Reads all messages, or those with the given ids; ids without a row are gone. */
  async load(ids?: readonly string[]): Promise<void> {
    const now = new Date(this.#now());
    const { rows } = ids
      ? await this.#database.query<MessageRow & Record<string, unknown>>(
          `${SELECT} WHERE expires_at > $1 AND id = ANY($2::uuid[])`,
          [now, ids],
        )
      : await this.#database.query<MessageRow & Record<string, unknown>>(
          `${SELECT} WHERE expires_at > $1 ORDER BY created_at, id`,
          [now],
        );
    for (const id of ids ?? [...this.#byId.keys()]) this.#forget(id);
    for (const row of rows) this.#remember(messageOf(row));
  }

  /** Those to this worker and those to all that have not expired, oldest first. */
  active(workerId: string): readonly Message[] {
    const own = this.#byWorker.get(workerId) ?? NONE;
    const all = this.#byWorker.get(null) ?? NONE;
    if (own.length + all.length === 0) return NONE;
    const nowMs = this.#now();
    return [...all, ...own]
      .filter(({ expiresAtMs }) => expiresAtMs > nowMs)
      .sort((a, b) => a.createdAtMs - b.createdAtMs);
  }

  /** What the answer to a pop of this worker holds. */
  forPop(workerId: string): ResponseModelMessagePop[] {
    return this.active(workerId).map(poppedMessage);
  }

  /** Tells the other nodes that messages have come or gone, as part of the transaction. */
  async tell(ids: readonly string[], on: Executor): Promise<void> {
    await this.#bus.publish(TOPIC, ids, on);
  }

  added(message: Message): void {
    this.#forget(message.id);
    this.#remember(message);
  }

  removed(id: string): void {
    this.#forget(id);
  }

  /** Forgets those that have expired. */
  prune(): void {
    const nowMs = this.#now();
    for (const { id, expiresAtMs } of this.#byId.values()) if (expiresAtMs <= nowMs) this.#forget(id);
  }

  #remember(message: Message): void {
    this.#byId.set(message.id, message);
    const those = this.#byWorker.get(message.workerId);
    if (those) those.push(message);
    else this.#byWorker.set(message.workerId, [message]);
  }

  #forget(id: string): void {
    const message = this.#byId.get(id);
    if (!message) return;
    this.#byId.delete(id);
    const rest = (this.#byWorker.get(message.workerId) ?? NONE).filter(other => other.id !== id);
    if (rest.length > 0) this.#byWorker.set(message.workerId, rest);
    else this.#byWorker.delete(message.workerId);
  }
}
