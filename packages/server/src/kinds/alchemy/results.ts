import { createHash } from 'node:crypto';
import { HordeError, UPLOADED } from '@openhorde/contract';
import { isPostProcessor, resultCacheSeconds, type WantedForm } from '@openhorde/rules';
import { keepPicture, type PictureNeeds } from '../../features/results/index.ts';
import { statement } from '../../platform/db.ts';
import type { ImageSender } from '../../platform/images.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Timers } from '../../platform/timers.ts';
import type { FormTemplate, RememberedResult } from './template.ts';

/**
 * Results that are used again: the same form of the same address, with the same payload, is answered at once and free.
 * Only images given by an address are remembered by; one that was sent as base64 serves its request alone.
 */

/** Digest that a form of this address is remembered by. */
export function cacheKeyOf({ name, payload }: WantedForm, url: string): string {
  const wishes = Object.entries(payload ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([name, url, wishes]))
    .digest('base64url');
}

const READ = statement<{ key: string; result: string; object_key: string }>(
  'alchemy-results',
  `SELECT key, result, object_key FROM alchemy_results
   WHERE key = ANY($1) AND expires_at > $2 AND (trusted OR NOT $3)`,
);

/**
 * What is remembered of these keys. `trustedWorkers`: only what trusted workers made. An image that is no longer in the
 * object store is not remembered.
 */
export async function recall(
  { db, world, objects }: Pick<Platform, 'db' | 'world' | 'objects'>,
  keys: readonly string[],
  trustedWorkers: boolean,
): Promise<Map<string, RememberedResult>> {
  if (keys.length === 0) return new Map();
  const rows = await READ.run(db, [keys, new Date(world.now()), trustedWorkers]);
  const found = await Promise.all(
    rows.map(async ({ key, result, object_key: objectKey }) => {
      if (isUploaded(result) && !(await objects.stat(objectKey))) return [];
      return [[key, { result, objectKey }] as const];
    }),
  );
  return new Map(found.flat());
}

// What a trusted worker found is not displaced by what another one says.
const WRITE = `
  INSERT INTO alchemy_results AS known (key, result, object_key, trusted, expires_at)
  SELECT r.payload->>'cacheKey', j.result, $2, $3, $4 FROM jobs j JOIN requests r ON r.id = j.request_id
  WHERE j.id = $1 AND r.payload->>'cacheKey' IS NOT NULL
  ON CONFLICT (key) DO UPDATE
  SET result = excluded.result, object_key = excluded.object_key, trusted = excluded.trusted, expires_at = excluded.expires_at
  WHERE excluded.trusted OR NOT known.trusted OR known.expires_at < $5`;

/** Remembers the result of a form whose job is settled, where that is wanted. */
export async function remember(
  { db, world }: Pick<Platform, 'db' | 'world'>,
  jobId: string,
  form: FormTemplate['form'],
  objectKey: string,
  trusted: boolean,
): Promise<void> {
  const nowMs = world.now();
  const expiresAt = new Date(nowMs + resultCacheSeconds(form) * 1000);
  await db.query(WRITE, [jobId, objectKey, trusted, expiresAt, new Date(nowMs)]);
}

/** Drops what is too old, now and then. */
export function tendResults({ db, world }: Pick<Platform, 'db' | 'world'>, timers: Timers): void {
  timers.repeat({
    name: 'drop old results of alchemy',
    everyMs: 3_600_000,
    run: async () =>
      void (await db.query('DELETE FROM alchemy_results WHERE expires_at < $1', [new Date(world.now())])),
  });
}

const isUploaded = (result: string): boolean => Object.values(parsed(result)).includes(UPLOADED);

const parsed = (result: string): Record<string, unknown> => JSON.parse(result) as Record<string, unknown>;

/** Whether there is anything in a result that a worker hands in. */
export const isEmptyResult = (result: Readonly<Record<string, unknown>>): boolean =>
  Object.values(result).every(value => value === null);

/**
 * A result as it is kept, its picture brought into the object store. Where results are checked it stands under the name of
 * its form, and that of a post-processor is a picture.
 * @returns JSON
 * @throws HordeError InvalidResult
 */
export async function keepResult(
  needs: PictureNeeds,
  form: FormTemplate['form'],
  objectKey: string,
  result: Readonly<Record<string, unknown>>,
  sender: ImageSender,
): Promise<string> {
  const value = result[form];
  if (isPostProcessor(form) && typeof value === 'string')
    return JSON.stringify({ [form]: await keepPicture(needs, objectKey, value, sender) });
  // Only a post-processor was given an address to upload to.
  const isThere = !isPostProcessor(form) && value !== undefined && value !== null && value !== UPLOADED;
  if (isThere || !needs.config.checkResults) return JSON.stringify(result);
  throw new HordeError('InvalidResult', {
    message: isPostProcessor(form)
      ? `A result is {"${form}": "${UPLOADED}"} after the picture was uploaded, or {"${form}": "<base64>"}.`
      : `A result is {"${form}": …}.`,
  });
}

/** A result as status shows it: addresses for images, without keys whose value is null. */
export function shownResult(
  { objects }: Pick<Platform, 'objects'>,
  { result, objectKey }: RememberedResult,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parsed(result))
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, value === UPLOADED ? objects.downloadUrl(objectKey) : value]),
  );
}
