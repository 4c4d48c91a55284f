import { HordeError } from '@openhorde/contract';
import { blacklistedWord, extendedExpiryMs, PROMPT_HEAD_CHARACTERS } from '@openhorde/rules';
import { statement } from '../../platform/db.ts';
import { isForeignKeyViolation } from '../../platform/postgresCodes.ts';
import type { Entry, Match } from '../board/index.ts';
import type { CoreOffer, Kind } from '../kind.ts';
import type { Patience, RequestChanges } from '../requests/index.ts';
import type { Worker, WorkerRegistry } from '../workers/index.ts';
import type { Claimed } from './claim.ts';
import type { JobCommands } from './commands.ts';
import { type DecoyNeeds, handOutDecoy } from './decoy.ts';
import type { HandedOut } from './handedOut.ts';

export interface PopNeeds extends DecoyNeeds {
  commands: Pick<JobCommands, 'claim'>;
  changes: Pick<RequestChanges, 'committed'>;
  /** Reads a request afresh that another node has changed. */
  refresh(requestId: string): Promise<void>;
  workers: Pick<WorkerRegistry, 'load'>;
}

const PROMPT = statement<{ prompt: string }>('prompt-of', 'SELECT prompt FROM requests WHERE id = $1');

/**
 * Finds work for a worker that has checked in; with patience it is held until something fits.
 * @returns undefined when there is nothing: say why by `board.skipCounters`
 * @throws HordeError WorkerMaintenance instead when the worker is in maintenance
 */
export async function popJobs<R, O extends CoreOffer>(
  horde: PopNeeds,
  kind: Kind<R, O>,
  worker: Worker,
  offer: O,
  { waitSeconds, signal }: Patience,
): Promise<HandedOut<R> | undefined> {
  const untilMs = horde.world.now() + waitSeconds * 1000;
  // Nothing is taken for a caller that has hung up.
  while (!signal.aborted) {
    const handedOut = await takeJobs(horde, kind, worker, offer);
    if (handedOut) return handedOut;
    if (!(await kind.popWaiters.wait(offer, untilMs - horde.world.now(), signal))) break;
  }
  if (!worker.maintenance) return undefined;
  throw new HordeError(
    'WorkerMaintenance',
    worker.maintenanceMessage ? { message: worker.maintenanceMessage } : {},
  );
}

/** The best work for a worker right now. */
export async function takeJobs<R, O extends CoreOffer>(
  horde: PopNeeds,
  kind: Kind<R, O>,
  worker: Worker,
  offer: O,
): Promise<HandedOut<R> | undefined> {
  for (;;) {
    const match = kind.board.match(offer);
    if (!match) return undefined;
    if (await isUnwelcome(horde, match.entry, offer)) {
      kind.board.release(match);
      continue;
    }
    if (worker.paused && match.entry.userId !== worker.userId) {
      kind.board.release(match);
      return handOutDecoy(horde, kind, worker, offer, match);
    }
    const handedOut = await claim(horde, kind, worker, offer, match);
    if (handedOut) return handedOut;
    // Another node was faster: what this one believed of the request is stale.
    await horde.refresh(match.entry.id);
  }
}

/**
 * Whether the rest of a long prompt, which the board does not keep, holds a word that the worker does not serve. The board
 * learns the word, so that the request is passed over from now on.
 */
async function isUnwelcome<R>(
  { db }: Pick<PopNeeds, 'db'>,
  entry: Entry<R>,
  offer: Pick<CoreOffer, 'blacklist'>,
): Promise<boolean> {
  if (offer.blacklist.length === 0 || entry.promptLength <= PROMPT_HEAD_CHARACTERS) return false;
  const [row] = await PROMPT.run(db, [entry.id]);
  const word = row && blacklistedWord(row.prompt, offer);
  if (word === undefined) return false;
  entry.laterWords ??= new Set();
  entry.laterWords.add(word);
  return true;
}

async function claim<R, O extends CoreOffer>(
  horde: PopNeeds,
  kind: Kind<R, O>,
  worker: Worker,
  offer: O,
  match: Match<R>,
): Promise<HandedOut<R> | undefined> {
  const { world } = horde;
  const { entry } = match;
  const { requirements } = entry.group;
  const startedAtMs = world.now();
  const ttlSeconds = kind.rules.ttlSeconds(requirements, offer);
  const model = kind.rules.drawModel(requirements, offer);
  const jobIds = Array.from({ length: match.amount }, () => world.uuid());
  const deadlineAtMs = startedAtMs + ttlSeconds * 1000;
  let claimed: Claimed | undefined;
  try {
    claimed = await horde.commands.claim({
      requestId: entry.id,
      workerId: worker.id,
      workerName: worker.name,
      model,
      jobIds,
      startedAtMs,
      deadlineAtMs,
      expiresAtMs: extendedExpiryMs(entry.expiresAtMs, startedAtMs, offer.extraSlow),
    });
  } catch (error) {
    kind.board.release(match);
    throw await deletedWorker(horde, worker, error);
  }
  kind.board.claimed(match);
  if (!claimed) return undefined;
  for (const id of jobIds) {
    horde.running.add({
      id,
      kind: kind.name,
      requestId: entry.id,
      workerId: worker.id,
      model,
      startedAtMs,
      deadlineAtMs,
      fake: false,
      progress: undefined,
    });
  }
  horde.changes.committed(entry.id, claimed.counters);
  const { payload, waitingBefore } = claimed;
  return { entry, jobIds, model, ttlSeconds, payload, waitingBefore };
}

/** Another node has deleted the worker, which this one has not heard of yet: at its next call it is a new one. */
async function deletedWorker(
  { workers }: Pick<PopNeeds, 'workers'>,
  { id }: Worker,
  error: unknown,
): Promise<unknown> {
  if (!isForeignKeyViolation(error)) return error;
  try {
    await workers.load([id]);
  } catch {
    return error;
  }
  return new HordeError('BadRequest', {
    message: 'This worker has just been deleted. Ask again to register it anew, or stop it.',
  });
}
