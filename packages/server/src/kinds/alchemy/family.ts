import { type AlchemyFormState, HordeError, isUuid } from '@openhorde/contract';
import { extendedExpiryMs, formState } from '@openhorde/rules';
import {
  COUNTER_COLUMNS,
  type CountersRow,
  countersOf,
  type RequestChanges,
} from '../../core/requests/index.ts';
import { statement } from '../../platform/db.ts';
import type { Platform } from '../../platform/platform.ts';
import type { FormEntry } from './rules.ts';
import { type FormTemplate, type RememberedResult, resultKey } from './template.ts';

/** A form of a request as its row and its delivered job hold it. */
export interface Form {
  id: string;
  form: FormTemplate['form'];
  state: AlchemyFormState;
  /** Of the picture, where it lies in the object store. */
  sourceId: string | null;
  /** When it is done. */
  result: RememberedResult | undefined;
}

interface Row {
  id: string;
  waiting: number;
  processing: number;
  finished: number;
  faulted: boolean;
  cancelled: boolean;
  payload: FormTemplate;
  job_id: string | null;
  result: string | null;
}

const FORMS = statement<Row>(
  'alchemy-forms',
  `SELECT r.id, r.waiting, r.processing, r.finished, r.faulted, r.cancelled, r.payload, j.id AS job_id, j.result
   FROM requests r LEFT JOIN jobs j ON j.request_id = r.id AND j.state = 'done'
   WHERE r.parent_id = $1 AND r.expires_at > $2
   ORDER BY (r.payload->>'index')::int`,
);

/** The forms of a request in their order. @throws HordeError RequestNotFound */
export async function formsOf(horde: Pick<Platform, 'db' | 'world'>, requestId: string): Promise<Form[]> {
  const forms = await readForms(horde, requestId);
  if (forms.length === 0) throw new HordeError('RequestNotFound');
  return forms;
}

/** As `formsOf`, but an empty list for a request that is not there. */
export async function readForms(
  { db, world }: Pick<Platform, 'db' | 'world'>,
  requestId: string,
): Promise<Form[]> {
  if (!isUuid(requestId)) return [];
  const rows = await FORMS.run(db, [requestId, new Date(world.now())]);
  return rows.map(row => ({
    id: row.id,
    form: row.payload.form,
    state: formState(row),
    sourceId: row.payload.sourceId,
    result: resultOf(row),
  }));
}

function resultOf({ id, finished, payload, job_id: jobId, result }: Row): RememberedResult | undefined {
  if (payload.remembered) return payload.remembered;
  if (finished === 0 || jobId === null || result === null) return undefined;
  return { result, objectKey: resultKey(id, jobId) };
}

const PROLONG = `
  UPDATE requests r SET expires_at = $2, version = r.version + 1
  WHERE r.parent_id = ANY($1) AND r.expires_at < $3 RETURNING ${COUNTER_COLUMNS}`;

/** Forms whose time differs by so little are left as they are: most requests are over before one need be written again. */
const SLACK_MILLISECONDS = 30_000;

export interface ProlongNeeds extends Pick<Platform, 'db' | 'world'> {
  changes: Pick<RequestChanges, 'committed'>;
}

/** A request lives on as a whole when one of its forms moves: all others last as long. */
export async function prolongRequests(
  { db, world, changes }: ProlongNeeds,
  forms: readonly Pick<FormEntry, 'parentId'>[],
): Promise<void> {
  const parents = [...new Set(forms.map(form => form.parentId))];
  const expiresAtMs = extendedExpiryMs(0, world.now(), false);
  const { rows } = await db.query<CountersRow>(PROLONG, [
    parents,
    new Date(expiresAtMs),
    new Date(expiresAtMs - SLACK_MILLISECONDS),
  ]);
  for (const row of rows) changes.committed(row.id, countersOf(row));
}
