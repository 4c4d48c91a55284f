import type { Bus } from '../../platform/bus.ts';
import type { Database, Executor } from '../../platform/db.ts';
import { recordDeed } from '../audit/index.ts';

/** The modes of the horde (domain-rules §4.1). */
export interface ModeValues {
  /** No requests are taken. */
  maintenance: boolean;
  /** New workers are by invitation. */
  inviteOnly: boolean;
  /** Extra caution; only moderators are told. */
  raid: boolean;
}

const TOPIC = 'modes';
const SELECT = 'SELECT maintenance, invite_only AS "inviteOnly", raid FROM modes';

/** The modes in memory, current on every node. */
export class Modes {
  #current: ModeValues = { maintenance: false, inviteOnly: false, raid: false };
  readonly #db: Database;
  readonly #bus: Bus;
  readonly #now: () => number;
  readonly #endings: (() => void)[];
  readonly #listeners: ((now: ModeValues, before: ModeValues) => void)[] = [];

  /** @param onError told when the modes could not be read again after a change on another node */
  constructor(db: Database, bus: Bus, onError: (error: unknown) => void, now: () => number) {
    this.#now = now;
    this.#db = db;
    this.#bus = bus;
    const reload = () => void this.load().catch(onError);
    this.#endings = [
      bus.subscribe(TOPIC, (_payload, own) => {
        if (!own) reload();
      }),
      bus.onGap(reload),
    ];
  }

  get current(): Readonly<ModeValues> {
    return this.#current;
  }

  /** Called after each change, whichever node it was made on. */
  onChange(listener: (now: ModeValues, before: ModeValues) => void): void {
    this.#listeners.push(listener);
  }

  async load(): Promise<void> {
    this.#take(await read(this.#db));
  }

  /** Sets the modes that are named; the others stay. @param actorId who does it; null: the operator */
  async set(wanted: Partial<ModeValues>, actorId: number | null = null): Promise<ModeValues> {
    const after = await this.#db.transaction(async transaction => {
      await transaction.query(
        `UPDATE modes SET maintenance = coalesce($1, maintenance), invite_only = coalesce($2, invite_only),
           raid = coalesce($3, raid)`,
        [wanted.maintenance, wanted.inviteOnly, wanted.raid],
      );
      await recordDeed(transaction, { actorId, action: 'modes.change', detail: wanted }, this.#now());
      await this.#bus.publish(TOPIC, null, transaction);
      return read(transaction);
    });
    this.#take(after);
    return after;
  }

  close(): void {
    for (const end of this.#endings) end();
  }

  #take(after: ModeValues): void {
    const before = this.#current;
    this.#current = after;
    const isSame =
      before.maintenance === after.maintenance &&
      before.inviteOnly === after.inviteOnly &&
      before.raid === after.raid;
    if (!isSame) for (const listener of this.#listeners) listener(after, before);
  }
}

async function read(on: Executor): Promise<ModeValues> {
  const { rows } = await on.query<ModeValues & Record<string, unknown>>(SELECT);
  return rows[0]!;
}
