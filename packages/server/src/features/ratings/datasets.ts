import { type DatasetImportInput, HordeError, isUuid, type RatingDataset } from '@openhorde/contract';
import { assertNoNul } from '../../http/index.ts';
import type { Executor } from '../../platform/db.ts';
import { type Kept, keep } from '../../platform/kept.ts';
import type { Platform } from '../../platform/platform.ts';

/** The data set of images that requesters have shared. */
const SHARED = 'shared';

async function readDatasets(db: Executor): Promise<RatingDataset[]> {
  const { rows } = await db.query<RatingDataset & Record<string, unknown>>(
    `SELECT d.id, d.name, d.description, count(i.id)::int AS images
     FROM rating_datasets d LEFT JOIN rating_images i ON i.dataset_id = d.id AND i.available
     GROUP BY d.id ORDER BY d.created_at, d.id`,
  );
  return rows;
}

const KEPT_MS = 60_000;

/** The data sets with their sizes, counted at most once a minute, and anew after a change here. */
export class DatasetList {
  readonly #make: () => Kept<RatingDataset[]>;
  #kept: Kept<RatingDataset[]>;

  constructor({ db, world }: Pick<Platform, 'db' | 'world'>) {
    this.#make = () => keep(world.now, KEPT_MS, () => readDatasets(db));
    this.#kept = this.#make();
  }

  get(): Promise<RatingDataset[]> {
    return this.#kept.get();
  }

  forget(): void {
    this.#kept = this.#make();
  }
}

/** @throws HordeError RatingDatasetNotFound */
export async function assertDataset({ db }: { db: Executor }, id: string): Promise<void> {
  const { rows } = await db.query('SELECT FROM rating_datasets WHERE id = $1', [id]);
  if (rows.length === 0) throw new HordeError('RatingDatasetNotFound');
}

const DATASET_ID = /^[a-z0-9][a-z0-9_-]{0,39}$/;
const SAVE_DATASET = `
  INSERT INTO rating_datasets (id, name, description, created_at)
  VALUES ($1, coalesce($2, $1), coalesce($3, ''), $4)
  ON CONFLICT (id) DO UPDATE
  SET name = coalesce($2, rating_datasets.name), description = coalesce($3, rating_datasets.description)`;
const ADD_IMAGES = `
  INSERT INTO rating_images (id, dataset_id, url, available, model, known_rating, known_artifacts, created_at)
  SELECT i.id, $1, i.url, true, i.model, i.known_rating, i.known_artifacts, $2
  FROM unnest($3::uuid[], $4::text[], $5::text[], $6::smallint[], $7::smallint[]) AS i (id, url, model, known_rating, known_artifacts)
  ON CONFLICT (id) DO NOTHING`;

/**
 * Adds images to a data set, which is made where there is none. Images that are there already stay as they were.
 * @throws HordeError BadRequest, NulByteInPayload
 */
export async function importImages(
  { db, world }: Pick<Platform, 'db' | 'world'>,
  datasetId: string,
  { name, description, images }: DatasetImportInput,
): Promise<{ imported: number; known: number }> {
  assertNoNul(name, description, images);
  if (!DATASET_ID.test(datasetId) || datasetId === SHARED) {
    throw new HordeError('BadRequest', {
      message: 'A data set is named by up to 40 lower-case letters, digits, _ and -; shared is taken.',
    });
  }
  const wrong = images.find(({ id, url }) => !isUuid(id) || !isWebAddress(url));
  if (wrong) {
    throw new HordeError('BadRequest', {
      message: `${wrong.id}: an image has a UUID and an http or https address.`,
    });
  }
  return db.transaction(async transaction => {
    await transaction.query(SAVE_DATASET, [
      datasetId,
      name ?? null,
      description ?? null,
      new Date(world.now()),
    ]);
    const { rowCount } = await transaction.query(ADD_IMAGES, [
      datasetId,
      new Date(world.now()),
      images.map(image => image.id),
      images.map(image => image.url),
      images.map(image => image.model ?? null),
      images.map(image => image.known_rating ?? null),
      images.map(image => image.known_artifacts ?? null),
    ]);
    const imported = rowCount ?? 0;
    return { imported, known: images.length - imported };
  });
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:'].includes(url.protocol);
}

/** Deletes an imported data set with its images and their ratings. @throws HordeError BadRequest for the shared images */
export async function deleteDataset({ db }: { db: Executor }, id: string): Promise<void> {
  if (id === SHARED) {
    throw new HordeError('BadRequest', { message: 'The data set of shared images cannot be deleted.' });
  }
  await db.query('DELETE FROM rating_datasets WHERE id = $1', [id]);
}
