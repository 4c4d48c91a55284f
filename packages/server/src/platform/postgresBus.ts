import pg from 'pg';
import type { Logger } from 'pino';
import type { Bus, BusListener } from './bus.ts';
import { type BusMessage, encodeMessage, MessageAssembler } from './busMessages.ts';
import { CatchUps } from './catchUps.ts';
import type { Executor } from './db.ts';

// One channel for all topics: LISTEN is paid once, and telling topics apart costs nothing here.
const CHANNEL = 'openhorde';
const PAUSE_MS = 100;
const PAUSE_MS_MAX = 5_000;
/** A connection that died without a word is noticed within this. */
const PROBE_MS = 15_000;

export interface PostgresBusOptions {
  url: string;
  /** Publishes what is not part of a transaction. */
  database: Executor;
  /** Name of this node, without spaces, unlike every other node's. */
  node: string;
  log: Pick<Logger, 'warn' | 'info' | 'error'>;
}

/** The bus over LISTEN and NOTIFY, on a separate connection that is made again whenever it breaks. */
export async function openPostgresBus(options: PostgresBusOptions): Promise<Bus> {
  const bus = new PostgresBus(options);
  await bus.connect();
  return bus;
}

class PostgresBus implements Bus {
  readonly #options: PostgresBusOptions;
  readonly #listeners = new Map<string, Set<BusListener>>();
  readonly #catchUps: CatchUps;
  #client: pg.Client | undefined;
  #closed = false;
  #retry: NodeJS.Timeout | undefined;
  #messages = 0;

  constructor(options: PostgresBusOptions) {
    this.#options = options;
    this.#catchUps = new CatchUps(options.log);
  }

  async publish(topic: string, payload: unknown, on: Executor = this.#options.database): Promise<void> {
    const parts = encodeMessage(this.#options.node, String(this.#messages++), topic, payload);
    await on.query({
      name: 'bus-publish',
      text: `SELECT pg_notify('${CHANNEL}', part) FROM unnest($1::text[]) WITH ORDINALITY AS t (part, n) ORDER BY n`,
      values: [parts],
    });
  }

  subscribe(topic: string, listener: BusListener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  onGap(catchUp: () => unknown): () => void {
    return this.#catchUps.add(catchUp);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#catchUps.close();
    clearTimeout(this.#retry);
    await this.#client?.end();
  }

  async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.url,
      application_name: 'openhorde bus',
      connectionTimeoutMillis: 10_000,
      query_timeout: 10_000,
      keepAlive: true,
    });
    const assembler = new MessageAssembler();
    client.on('error', error => this.#options.log.warn({ err: error }, 'the bus lost its connection'));
    client.on('notification', ({ payload }) => this.#deliver(assembler, payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      // Not waited for: a connection that was never made may never say that it has ended.
      void client.end().catch(() => {});
      throw error;
    }
    this.#client = client;
    const probe = setInterval(
      () => client.query('SELECT 1').catch(() => client.end().catch(() => {})),
      PROBE_MS,
    ).unref();
    client.once('end', () => {
      clearInterval(probe);
      if (!this.#closed) this.#reconnect(PAUSE_MS);
    });
    if (this.#closed) await client.end();
  }

  #reconnect(pauseMs: number): void {
    this.#retry = setTimeout(async () => {
      try {
        await this.connect();
      } catch (error) {
        if (this.#closed) return;
        this.#options.log.warn({ err: error }, 'the bus cannot connect');
        this.#reconnect(Math.min(pauseMs * 2, PAUSE_MS_MAX));
        return;
      }
      this.#options.log.info('the bus is connected again');
      this.#catchUps.gap();
    }, pauseMs);
  }

  #deliver(assembler: MessageAssembler, notification: string): void {
    const message = assembler.add(notification);
    if (!message) return;
    const own = message.node === this.#options.node;
    for (const listener of this.#listeners.get(message.topic) ?? []) {
      void this.#tell(listener, message, own);
    }
  }

  async #tell(listener: BusListener, { topic, payload }: BusMessage, own: boolean): Promise<void> {
    try {
      await listener(payload, own);
    } catch (error) {
      if (this.#closed) return;
      this.#options.log.error({ err: error, topic }, 'a change by another node was not read');
      this.#catchUps.gap();
    }
  }
}
