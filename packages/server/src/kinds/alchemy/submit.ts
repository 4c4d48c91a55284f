import { type BodyOf, HordeError, type routes } from '@openhorde/contract';
import { type AlchemyRequirements, formCharge } from '@openhorde/rules';
import type { Entry } from '../../core/board/index.ts';
import {
  type Delivered,
  type DeliverNeeds,
  deliverJob,
  type FindJobNeeds,
  type FoundJob,
  findJob,
  giveUpJob,
  type Submitted,
} from '../../core/jobs/index.ts';
import type { PictureNeeds } from '../../features/results/index.ts';
import type { Principal } from '../../http/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { type ProlongNeeds, prolongRequests } from './family.ts';
import { isEmptyResult, keepResult, remember } from './results.ts';
import type { AlchemyKind, FormEntry } from './rules.ts';
import { resultKey } from './template.ts';

type SubmitBody = BodyOf<typeof routes.alchemySubmit>;

interface FindFormNeeds extends FindJobNeeds, Pick<Platform, 'db'> {
  db: Platform['db'];
  /** A request of any kind that has not expired. */
  find(requestId: string): Promise<Entry<unknown> | undefined>;
}

export type AlchemySubmitNeeds = FindFormNeeds &
  DeliverNeeds &
  PictureNeeds &
  ProlongNeeds &
  Pick<Platform, 'log'>;

/**
 * An alchemist hands in the result of a form, or gives it up.
 * @throws HordeError InvalidJobID, InvalidAPIKey, WrongCredentials, DuplicateGen, InvalidResult
 */
export async function submitForm(
  horde: AlchemySubmitNeeds,
  kind: AlchemyKind,
  { body, principal }: { body: SubmitBody; principal(): Promise<Principal> },
): Promise<{ reward: number }> {
  const { entry, found } = await findForm(horde, kind, body.id);
  const owner = await principal();
  const { worker } = found;
  if (worker?.userId !== owner.id) throw new HordeError('WrongCredentials');
  if (!found.job) {
    if (worker.maintenance) return { reward: 0 };
    throw duplicate(entry.id);
  }
  if (body.state === 'faulted') return giveUpJob(horde, kind, found);
  const { form } = entry.group.requirements;
  const objectKey = resultKey(entry.id, found.job.id);
  const sender = { accountId: owner.id, ip: worker.ip };
  const { reward } = await deliverJob(horde, kind, found, owner, async submitted => {
    const result = await keepResult(horde, form, objectKey, body.result, sender);
    return worthOf(entry, result, secondsOf(horde, submitted));
  }).catch(error => {
    // It was taken away or cancelled while this result was on its way.
    throw error instanceof HordeError && error.rc === 'AbortedGen' ? duplicate(entry.id) : error;
  });
  // The result is in and paid: what follows is for the convenience of others.
  await Promise.all([
    prolongRequests(horde, [entry]),
    !isEmptyResult(body.result) && remember(horde, found.id, form, objectKey, owner.trusted),
  ]).catch(error => horde.log.warn({ err: error, form: entry.id }, 'a result was not remembered'));
  return { reward };
}

/** What a form is worth. Its work is counted in forms: there is no other measure of it. */
export function worthOf(entry: FormEntry, result: string, speedSample: number): Delivered {
  return {
    result,
    seed: 0,
    censored: false,
    metadata: [],
    rewardCents: entry.priceCents,
    payCents: entry.priceCents,
    chargeCents: formCharge(entry.priceCents, entry.group.requirements.slowWorkers),
    things: 0,
    contribution: 0,
    usage: 0,
    speedSample,
  };
}

/** The speed of an alchemist is the mean of its seconds per form. */
const secondsOf = ({ world }: Pick<Platform, 'world'>, { job }: Submitted<AlchemyRequirements>): number =>
  Math.round((world.now() - job.startedAtMs) / 100) / 10;

const LAST_JOB = 'SELECT id FROM jobs WHERE request_id = $1 ORDER BY started_at DESC, id LIMIT 1';

/** A form and the job that it was handed out by last. @throws HordeError InvalidJobID for one that never was */
async function findForm(
  horde: FindFormNeeds,
  { name }: Pick<AlchemyKind, 'name'>,
  id: string,
): Promise<{ entry: FormEntry; found: FoundJob }> {
  const asked = await horde.find(id);
  const entry = asked?.kind === name ? (asked as FormEntry) : undefined;
  const { rows } = entry ? await horde.db.query<{ id: string }>(LAST_JOB, [entry.id]) : { rows: [] };
  const [last] = rows;
  if (!entry || !last) {
    throw new HordeError('InvalidJobID', { message: `Processing Job with ID ${id} does not exist.` });
  }
  return { entry, found: await findJob(horde, last.id, name) };
}

const duplicate = (id: string): HordeError =>
  new HordeError('DuplicateGen', {
    message: `The result of form ${id} was already submitted, or the form is no longer yours.`,
  });
