import { HordeError, RETURN_CODES, type WorkerType } from '@openhorde/contract';
import { cutToCodePoints, INITIAL_SPEED, type Suspicion } from '@openhorde/rules';
import type { Principal } from '../../http/index.ts';
import { cleanName } from '../../platform/cleanText.ts';
import type { Database, Executor } from '../../platform/db.ts';
import { isProfane } from '../../platform/profanity.ts';
import type { World } from '../../platform/world.ts';
import type { WorkerRegistry } from './registry.ts';
import type { OfferRecord, Worker } from './worker.ts';

const NAME_MAX = 100;
/** Shared notebooks do not stay; their names give them away. */
const NOTEBOOK = /colab|tpu|google/i;
/** A fourth (21st) worker is still let in: the comparison is "more than" (rules-jobs §3.1). */
const WORKERS_MAX = 3;
const WORKERS_MAX_TRUSTED = 20;

export interface Registration {
  type: WorkerType;
  /** As it was sent; see `workerName`. */
  sentName: string;
  bridgeAgent: string;
  ip: string;
  owner: Principal;
  nowMs: number;
  inviteOnly: boolean;
  offer: OfferRecord;
}

/** A worker's name as it is kept: cleaned, at most 100 characters. */
export function workerName(name: string): string {
  return cutToCodePoints(cleanName(name), NAME_MAX);
}

/** Names so long that they are cut, and that no person would give. */
const EXTREME_NAME = 200;

/** What is suspicious about the name of a new worker, as it was sent. */
export function nameSuspicions(sent: string): Suspicion[] {
  const { length } = cleanName(sent);
  if (length <= NAME_MAX) return [];
  return length > EXTREME_NAME ? ['WORKER_NAME_LONG', 'WORKER_NAME_EXTREME'] : ['WORKER_NAME_LONG'];
}

/** The refusal of a name that another worker has; of one that was cut, with what it was cut to. */
function taken(rc: 'PolymorphicNameConflict' | 'WrongCredentials', sent: string): HordeError {
  const name = workerName(sent);
  if (cleanName(sent) === name) return new HordeError(rc);
  return new HordeError(rc, {
    message: `${RETURN_CODES[rc].message} The name was cut to its first ${NAME_MAX} characters, "${name}": choose one that differs there.`,
  });
}

/** @throws HordeError PolymorphicNameConflict when a worker of another kind has the name */
export function assertKind(
  registry: WorkerRegistry,
  { type, sentName }: Pick<Registration, 'type' | 'sentName'>,
): void {
  const known = registry.byName(workerName(sentName));
  if (known && known.type !== type) throw taken('PolymorphicNameConflict', sentName);
}

/**
 * The worker of this name, registered when it is new.
 * @throws HordeError PolymorphicNameConflict, WrongCredentials, and the refusals of new workers
 */
export async function findOrRegister(
  registry: WorkerRegistry,
  database: Database,
  world: World,
  registration: Registration,
): Promise<Worker> {
  const { sentName, owner } = registration;
  const name = workerName(sentName);
  assertKind(registry, registration);
  const known = registry.byName(name);
  if (known && known.userId !== owner.id) throw taken('WrongCredentials', sentName);
  if (known) return known;
  assertDecent(registration);
  const worker = newWorker(world.uuid(), registration);
  const isNew = await database.transaction(async on => {
    // Registrations of one owner, at whatever node, are counted one after the other.
    const {
      rows: [account],
    } = await on.query<Account>('SELECT trusted, worker_invited FROM users WHERE id = $1 FOR NO KEY UPDATE', [
      owner.id,
    ]);
    const { rows } = await on.query<Registered>('SELECT type, name, ip FROM workers WHERE user_id = $1', [
      owner.id,
    ]);
    if (rows.some(row => row.name === name)) return false;
    const counted = rows.filter(row => row.type !== 'interrogation');
    assertRoom(counted, account!, registration);
    return insert(on, worker);
  });
  if (!isNew) {
    // Another registration of the name was first: another owner's, or this worker's by another node.
    const { rows } = await database.query<{ id: string }>('SELECT id FROM workers WHERE name = $1', [name]);
    await registry.load(rows.map(row => row.id));
    return findOrRegister(registry, database, world, registration);
  }
  return registry.add(worker);
}

/** @returns false when the name is taken by now */
async function insert(on: Executor, worker: Worker): Promise<boolean> {
  const { rowCount } = await on.query(
    `INSERT INTO workers (id, type, user_id, name, ip, created_at, last_check_in_at, bridge_agent, speed, offer)
     VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9) ON CONFLICT (name) DO NOTHING`,
    [
      worker.id,
      worker.type,
      worker.userId,
      worker.name,
      worker.ip,
      new Date(worker.createdAtMs),
      worker.bridgeAgent,
      worker.speed,
      JSON.stringify(worker.offer),
    ],
  );
  return rowCount === 1;
}

function assertDecent({ sentName, bridgeAgent }: Registration): void {
  const name = workerName(sentName);
  if (name === '') {
    throw new HordeError('BadRequest', {
      message: 'The name of a worker must have letters that one can see. Please choose another name.',
    });
  }
  if (isProfane(name)) throw new HordeError('ProfaneWorkerName');
  if (isProfane(bridgeAgent)) throw new HordeError('ProfaneBridgeAgent');
  if (NOTEBOOK.test(name)) {
    throw new HordeError('BadRequest', {
      message: 'Workers on shared notebooks are not accepted. Please choose another name.',
    });
  }
}

interface Registered extends Record<string, unknown> {
  type: WorkerType;
  name: string;
  ip: string | null;
}

interface Account extends Record<string, unknown> {
  trusted: boolean;
  worker_invited: number;
}

/** @param workers what the owner has already; alchemists do not count (rules-jobs §3.1) */
function assertRoom(
  workers: readonly Registered[],
  { trusted, worker_invited: invited }: Account,
  { ip, inviteOnly }: Registration,
): void {
  if (inviteOnly && workers.length >= invited) throw new HordeError('WorkerInviteOnly');
  const most = Math.max(trusted ? WORKERS_MAX_TRUSTED : WORKERS_MAX, invited);
  if (trusted && workers.length > most) throw new HordeError('TooManyWorkersTrusted');
  if (!trusted && workers.length > WORKERS_MAX) throw new HordeError('TooManyWorkers');
  if (workers.filter(worker => worker.ip === ip).length > most) throw new HordeError('TooManySameIPs');
}

function newWorker(
  id: string,
  { type, sentName, bridgeAgent, ip, owner, nowMs, offer }: Registration,
): Worker {
  return {
    id,
    type,
    userId: owner.id,
    ownerTrusted: owner.trusted,
    name: workerName(sentName),
    info: null,
    ip,
    teamId: null,
    createdAtMs: nowMs,
    lastCheckInMs: nowMs,
    bridgeAgent,
    threads: 1,
    nsfw: false,
    extraSlow: false,
    allowUnsafeIp: true,
    maintenance: false,
    maintenanceMessage: null,
    paused: false,
    suspicions: 0,
    offer,
    fulfilments: 0,
    contributions: 0,
    uncompletedJobs: 0,
    abortedJobs: 0,
    abortedSinceMs: null,
    uptimeSeconds: 0,
    rewardedUptimeSeconds: 0,
    speed: INITIAL_SPEED[type],
  };
}
