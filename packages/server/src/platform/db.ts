import pg from 'pg';
import type { Logger } from 'pino';
import { columnTypes } from './columnTypes.ts';
import { isRetryable } from './postgresCodes.ts';
import { world } from './world.ts';

/** Something that runs one SQL statement: the pool, or the one connection of a transaction. */
export interface Executor {
  query<Row extends pg.QueryResultRow>(
    statement: string | pg.QueryConfig,
    values?: unknown[],
  ): Promise<pg.QueryResult<Row>>;
}

/** What runs inside `Database.transaction`. Everything done through it is committed together or not at all. */
export type Transaction = Executor;

export interface TransactionOptions {
  /** Default `read committed`: invariants are guarded by one statement or one lock (see decisions). */
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** How often it may run in all, when PostgreSQL asks for another try (40001, 40P01). Default 5. */
  attempts?: number;
}

export interface Database extends Executor {
  readonly pool: pg.Pool;
  /**
   * Runs `work` in one transaction and returns its value. Besides the commit pipeline this is the only place where a
   * transaction opens. When PostgreSQL reports a serialization failure or a deadlock, the whole of `work` runs again,
   * so it must have no effect outside the database.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Closes the pool; resolves when every connection is back and closed. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** Connections at most. Default 10: two cores are busy with fewer, the rest only wait on each other. */
  connectionsMax?: number;
  log?: Pick<Logger, 'warn'>;
  /** Uniform in [0, 1): jitter of retries. */
  random?: () => number;
}

/** Opens a pool on `url`. Connections are made on first use, so this does not fail when the server is away. */
export function openDatabase(options: DatabaseOptions): Database {
  const random = options.random ?? world.random;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax ?? 10,
    types: columnTypes,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    application_name: 'openhorde',
    keepAlive: true,
  });
  // An idle connection that breaks (database restarted) is dropped by the pool and replaced on the next use; without
  // a listener its error would end the process. The error carries the whole client, which is nothing for a log.
  pool.on('error', (error: Error & { code?: string }) => {
    const { message, code } = error;
    if (!pool.ending) options.log?.warn({ message, code }, 'lost an idle database connection');
  });
  // A connection that breaks while a caller holds it needs a listener, too; its statements fail anyway.
  pool.on('connect', client => client.on('error', () => {}));

  async function transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    { isolation = 'read committed', attempts = 5 }: TransactionOptions = {},
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await runOnce(pool, work, isolation);
      } catch (error) {
        if (attempt >= attempts || !isRetryable(error)) throw error;
        await pause(2 ** attempt * 5 * (0.5 + random()));
      }
    }
  }

  let closing: Promise<void> | undefined;
  return {
    pool,
    transaction,
    query: (statement, values) => pool.query(statement, values),
    close: () => (closing ??= pool.end()),
  };
}

async function runOnce<T>(
  pool: pg.Pool,
  work: (transaction: Transaction) => Promise<T>,
  isolation: NonNullable<TransactionOptions['isolation']>,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
    const value = await work(client);
    await client.query('COMMIT');
    return value;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** A statement that every connection parses and plans once. Measured with pg: more than twice the rate for selects. */
export interface Statement<Row extends pg.QueryResultRow> {
  /** Runs it and returns its rows. */
  run(on: Executor, values: unknown[]): Promise<Row[]>;
}

/** Names a hot statement. The name must be unique in the program: PostgreSQL knows the plan by it. */
export function statement<Row extends pg.QueryResultRow>(name: string, text: string): Statement<Row> {
  return {
    async run(on, values) {
      const { rows } = await on.query<Row>({ name, text, values });
      return rows;
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
