import { HordeError, isUuid, type ModifyWorker, type ModifyWorkerInput } from '@openhorde/contract';
import { tidyLines } from '@openhorde/rules';
import type { Worker, WorkerRegistry } from '../../core/workers/index.ts';
import { workerName } from '../../core/workers/index.ts';
import type { Principal } from '../../http/index.ts';
import { cleanText } from '../../platform/cleanText.ts';
import type { Database, Executor } from '../../platform/db.ts';
import { isUniqueViolation } from '../../platform/postgresCodes.ts';
import { isProfane } from '../../platform/profanity.ts';
import { recordDeed } from '../audit/index.ts';
import { readTeamNames } from './teamNames.ts';

const MAINTENANCE_MESSAGE_LENGTH_MAX = 300;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What an edit writes to the row of a worker. */
type Changes = Partial<
  Pick<Worker, 'maintenance' | 'maintenanceMessage' | 'info' | 'paused' | 'name' | 'teamId'>
>;

const COLUMNS: Readonly<Record<keyof Changes, string>> = {
  maintenance: 'maintenance',
  maintenanceMessage: 'maintenance_message',
  info: 'info',
  paused: 'paused',
  name: 'name',
  teamId: 'team_id',
};

export interface EditNeeds {
  db: Database;
  registry: WorkerRegistry;
  /** Milliseconds since 1970. */
  now(): number;
  /** Tells the other nodes that workers have changed, as part of the transaction. */
  tell(ids: readonly string[], on: Executor): Promise<void>;
}

/** One call: who wants what of which worker, and how far it has come. */
interface Edit {
  readonly worker: Worker;
  readonly caller: Principal;
  readonly input: ModifyWorkerInput;
  /** For the row. */
  readonly changes: Changes;
  /** For the caller. */
  readonly answer: Writable<ModifyWorker>;
}

/**
 * Changes a worker, field by field in the order of the wire (http-api-accounts §4). A field that is refused ends the
 * call; what stood before it has been changed.
 * @returns the changed fields as they are now
 * @throws HordeError NotOwner, NotModerator, Profane…, TeamNotFound, WorkerNameAlreadyExists, NoWorkerModSelected …
 */
export async function editWorker(
  needs: EditNeeds,
  worker: Worker,
  caller: Principal,
  input: ModifyWorkerInput,
): Promise<ModifyWorker> {
  const edit: Edit = { worker, caller, input, changes: {}, answer: {} };
  try {
    changeMaintenance(edit);
    changeInfo(edit);
    changePause(edit);
    changeName(edit, needs.registry);
    await changeTeam(edit, needs.db);
  } finally {
    if (Object.keys(edit.changes).length > 0) await save(needs, edit);
  }
  if (Object.keys(edit.answer).length === 0) throw new HordeError('NoWorkerModSelected');
  return edit.answer;
}

function assertMayEdit({ worker, caller }: Edit, refusal: 'NotOwner' | 'NotModerator'): void {
  if (!caller.moderator && caller.id !== worker.userId) throw new HordeError(refusal);
}

function changeMaintenance(edit: Edit): void {
  const { maintenance, maintenance_msg: text = '' } = edit.input;
  if (maintenance === undefined) return;
  assertMayEdit(edit, 'NotOwner');
  const message = maintenance ? tidyLines(text) : '';
  if (message.length > MAINTENANCE_MESSAGE_LENGTH_MAX) {
    throw new HordeError('BadRequest', {
      message: `maintenance_msg has at most ${MAINTENANCE_MESSAGE_LENGTH_MAX} characters. Shorten it.`,
    });
  }
  edit.changes.maintenance = maintenance;
  // Without a text given the worker is told the usual one.
  edit.changes.maintenanceMessage = message || null;
  edit.answer.maintenance = maintenance;
}

function changeInfo(edit: Edit): void {
  const { info } = edit.input;
  if (info === undefined) return;
  assertMayEdit(edit, 'NotOwner');
  if (isProfane(info)) throw new HordeError('ProfaneWorkerInfo');
  edit.answer.info = edit.changes.info = cleanText(info);
}

function changePause(edit: Edit): void {
  const { paused } = edit.input;
  if (paused === undefined) return;
  if (!edit.caller.moderator) throw new HordeError('NotModerator');
  edit.answer.paused = edit.changes.paused = paused;
}

function changeName(edit: Edit, registry: WorkerRegistry): void {
  if (edit.input.name === undefined) return;
  assertMayEdit(edit, 'NotModerator');
  if (isProfane(edit.input.name)) throw new HordeError('ProfaneWorkerName');
  const name = workerName(edit.input.name);
  if (name === '')
    throw new HordeError('BadRequest', {
      message: 'The name of a worker must have letters that one can see.',
    });
  const namesake = registry.byName(name);
  if (namesake && namesake !== edit.worker) throw new HordeError('WorkerNameAlreadyExists');
  edit.answer.name = edit.changes.name = name;
}

async function changeTeam(edit: Edit, on: Executor): Promise<void> {
  const { team } = edit.input;
  if (team === undefined) return;
  assertMayEdit(edit, 'NotModerator');
  const id = team === '' ? null : team;
  const name = id === null ? 'None' : isUuid(id) ? (await readTeamNames(on, [id])).get(id) : undefined;
  if (name === undefined) throw new HordeError('TeamNotFound');
  edit.changes.teamId = id;
  edit.answer.team = name;
}

async function save(
  { db, registry, tell, now }: EditNeeds,
  { worker, caller, changes }: Edit,
): Promise<void> {
  const fields = Object.keys(changes) as (keyof Changes)[];
  const assignments = fields.map((field, i) => `${COLUMNS[field]} = $${i + 2}`).join(', ');
  try {
    await db.transaction(async transaction => {
      const { rowCount } = await transaction.query(`UPDATE workers SET ${assignments} WHERE id = $1`, [
        worker.id,
        ...fields.map(field => changes[field]),
      ]);
      if (rowCount === 0) throw new HordeError('WorkerNotFound');
      if (caller.id !== worker.userId) {
        const subject = `worker:${worker.id}`;
        await recordDeed(
          transaction,
          {
            actorId: caller.id,
            action: 'worker.change',
            subject,
            detail: changes,
          },
          now(),
        );
      }
      await tell([worker.id], transaction);
    });
  } catch (error) {
    // Another node has given the name away in the meantime.
    if (isUniqueViolation(error)) throw new HordeError('WorkerNameAlreadyExists');
    throw error;
  }
  registry.update(worker, changes);
}
