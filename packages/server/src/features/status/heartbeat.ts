import type { HordeHeartbeat } from '@openhorde/contract';
import type { Database } from '../../platform/db.ts';

/** The version of the AI Horde whose behaviour this server offers: clients judge by it what they may ask for. */
const HORDE_VERSION = '5.1.5';

/** A database or a disk that does not answer by then is down for a load balancer. */
const TIMEOUT_MILLISECONDS = 2_000;
/** A short queue for the connections is how a busy node works; one of ten turns for each is a node to spare. */
const QUEUE_TURNS_MAX = 10;

/**
 * Whether this node is well, from its own facts alone: a database that is away, or no room for what comes in,
 * weighs more than a queue.
 */
export async function heartbeat(
  db: Pick<Database, 'pool'>,
  canStore: () => Promise<boolean>,
): Promise<HordeHeartbeat> {
  const { pool } = db;
  const [isConnected, isStoring] = await Promise.all([
    inTime(succeeds(pool.query('SELECT 1'))),
    inTime(canStore()),
  ]);
  const threads = pool.options.max;
  const queue = pool.waitingCount;
  return {
    message: !isConnected || !isStoring ? 'DOWN' : queue > threads * QUEUE_TURNS_MAX ? 'OVERLOADED' : 'OK',
    version: HORDE_VERSION,
    queue,
    threads,
    active_count: pool.totalCount - pool.idleCount,
    db_connection: isConnected,
  };
}

/** False unless it comes to true in time. */
async function inTime(work: Promise<boolean>): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, TIMEOUT_MILLISECONDS, false);
  const outcome = await Promise.race([work, tooLate]);
  clearTimeout(timer);
  return outcome;
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
