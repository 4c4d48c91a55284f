import { HordeError, type WorkerType } from '@openhorde/contract';
import { ANONYMOUS_ID, heldBytesMax, type QueueBytes } from '@openhorde/rules';
import type { Principal } from '../../http/index.ts';
import type { Batch } from '../../platform/commits.ts';
import type { Kind } from '../kind.ts';

/**
 * What one account may have waiting: so many jobs of a kind (the anonymous account: of a model), and so many bytes of
 * prompts, payloads and pictures of all kinds; and what all together may hold.
 *
 * Admission asks the board, which refuses most before a picture is loaded. The transaction that takes a request in asks
 * again, since many may come at once, at several nodes: it goes by the database, under a lock of the account. The anonymous
 * account, which every batch of every node would lock, is counted only when the board says that it comes near to its limit:
 * between nodes that have not heard of each other it may go beyond it by a part.
 */
export interface Addition {
  /** Of the requests that are added. */
  ids: readonly string[];
  userId: number;
  kind: WorkerType;
  /** The models that they name. */
  named: readonly string[];
  /** Only what names one of these models counts; undefined: all of the kind. */
  models: readonly string[] | undefined;
  /** Jobs that are added, and how many may wait with them. */
  jobs: number;
  jobsMax: number;
  bytes: number;
  bytesMax: number;
}

/** How much may wait. */
export interface RoomNeeds {
  kinds: Boards;
  config: { readonly queue: QueueBytes };
}

export type Boards = ReadonlyMap<WorkerType, Pick<Kind, 'board'>>;

/** Bytes that the requests of an account hold, and are about to. */
const heldBy = (boards: Boards, userId: number): number =>
  boards.values().reduce((sum, { board }) => sum + board.heldBytesOf(userId), 0);

const MIB = 1024 * 1024;
/** Of requests that are written to the database right now, each some times over, in the memory of the node. */
const EXPECTED_BYTES_MAX = 64 * MIB;

/**
 * There is room for so many more bytes, as far as this node knows. Asked before pictures are loaded, and again when their
 * sizes are known.
 * @throws HordeError QueueFull, TooManyBytesWaiting
 */
export function assertRoom(
  { kinds, config: { queue } }: RoomNeeds,
  user: Pick<Principal, 'id' | 'concurrency'>,
  bytes: number,
): void {
  let held = 0;
  let expected = 0;
  for (const { board } of kinds.values()) {
    held += board.heldBytes;
    expected += board.expectedBytes;
  }
  const isBusy = expected > 0 && expected + bytes > EXPECTED_BYTES_MAX;
  if (isBusy || held + bytes > queue.bytesMax) throw new HordeError('QueueFull');
  const mine = heldBy(kinds, user.id);
  const most = heldBytesMax(user.concurrency, queue);
  if (mine + bytes > most) throw tooManyBytes(mine, bytes, most);
}

const inMib = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;

const tooManyBytes = (held: number, bytes: number, most: number): HordeError =>
  new HordeError('TooManyBytesWaiting', {
    message:
      `Your waiting requests hold ${inMib(held)} of prompts, parameters and pictures, and you ask for ${inMib(bytes)} more; ` +
      `your account may have ${inMib(most)} at a time. Wait until some are done, cancel some, or send less.`,
  });

export const tooManyJobs = (kind: WorkerType, waiting: number, jobs: number, most: number): HordeError =>
  new HordeError('TooManyPrompts', {
    message:
      `You have ${waiting} ${kind} jobs waiting and ask for ${jobs} more; your account may have ` +
      `${most} waiting at a time. Please wait until some are done.`,
  });

/** What the jobs of the anonymous account are counted by, since everybody shares it. */
export const countedModels = (
  { kind }: Pick<Principal, 'kind'>,
  models: readonly string[],
): readonly string[] | undefined => (kind === 'anonymous' && models.length > 0 ? models : undefined);

// Of transactions, and without a write to the row of the account; in order, so that two nodes do not wait in a circle.
const LOCK = 'SELECT pg_advisory_xact_lock($1, id) FROM unnest($2::int[]) AS u (id)';
const LOCK_SPACE = 7_204_062;

// An index serves this condition: the waiting requests of one account.
const COUNT = `
  SELECT user_id, kind, matching->'models' AS models, sum(waiting)::int AS jobs, sum(held_bytes)::int8 AS bytes
  FROM requests WHERE user_id = ANY($1::int[]) AND waiting > 0 AND NOT faulted AND id <> ALL($2::uuid[])
  GROUP BY 1, 2, 3`;

interface CountRow extends Record<string, unknown> {
  user_id: number;
  kind: WorkerType;
  models: readonly string[] | null;
  jobs: number;
  bytes: number;
}

/**
 * Judges what calls add, in their order, as part of the transaction that takes them in.
 * @returns the places of those that go beyond a limit, and what their callers are told
 */
export async function refuseOverLimits(
  batch: Batch,
  boards: Boards,
  additions: readonly Addition[],
): Promise<Map<number, HordeError>> {
  const counting = usersToCount(boards, additions);
  const refused = new Map<number, HordeError>();
  if (counting.length === 0) return refused;
  await batch.client.query(LOCK, [LOCK_SPACE, counting]);
  // In a second try they may be there already.
  const ids = additions.flatMap(addition => addition.ids);
  const { rows } = await batch.client.query<CountRow>({
    name: 'waiting-of-users',
    text: COUNT,
    values: [counting, ids],
  });
  const counted = Map.groupBy(rows, row => row.user_id);
  additions.forEach((addition, i) => {
    if (!counting.includes(addition.userId)) return;
    const mine = counted.get(addition.userId) ?? [];
    counted.set(addition.userId, mine);
    const { kind, models, jobs, jobsMax, bytes, bytesMax } = addition;
    const alike = mine.filter(row => row.kind === kind && namesOne(row.models, models));
    const waiting = alike.reduce((sum, row) => sum + row.jobs, 0);
    const held = mine.reduce((sum, row) => sum + row.bytes, 0);
    if (waiting + jobs > jobsMax) refused.set(i, tooManyJobs(kind, waiting, jobs, jobsMax));
    else if (held + bytes > bytesMax) refused.set(i, tooManyBytes(held, bytes, bytesMax));
    else mine.push({ user_id: addition.userId, kind, models: addition.named, jobs, bytes });
  });
  return refused;
}

/** The anonymous account is counted above this part of its limit. */
const NEAR = 0.75;

/** In order of their numbers. */
function usersToCount(boards: Boards, additions: readonly Addition[]): number[] {
  const counted = additions.filter(({ userId, kind, models, jobs, jobsMax, bytesMax }) => {
    if (userId !== ANONYMOUS_ID) return true;
    const waiting = boards.get(kind)?.board.waitingOf(userId, models) ?? 0;
    return waiting + jobs > NEAR * jobsMax || heldBy(boards, userId) > NEAR * bytesMax;
  });
  return [...new Set(counted.map(({ userId }) => userId))].sort((a, b) => a - b);
}

const namesOne = (named: readonly string[] | null, models: readonly string[] | undefined): boolean =>
  models === undefined || (named ?? []).some(name => models.includes(name));
