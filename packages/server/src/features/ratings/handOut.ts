import { HordeError, type ImageToRate } from '@openhorde/contract';
import { isChallengeDue } from '@openhorde/rules';
import type { Platform } from '../../platform/platform.ts';
import { sharedKey } from './keepShared.ts';
import type { Rater } from './rater.ts';
import { readRater } from './raterRecords.ts';

interface Row extends Record<string, unknown> {
  id: string;
  dataset_id: string;
  url: string | null;
}

export interface Wanted {
  datasetId?: string | undefined;
  model?: string | undefined;
}

/** Images that one rater may have without having rated them: clients fetch ahead, and people skip. */
const HANDOUTS_MAX = 100;
/** One image in so many has an answer that is beyond doubt, as long as there are such. */
const KNOWN_EVERY = 12;
/** Drawn among the first few, so that two raters do not go the same way. */
const DRAWN_FROM = 20;

/** No account has this number. */
const NOBODY = -1;

const WANTED =
  '($2::text IS NULL OR i.dataset_id = $2) AND ($3::text IS NULL OR i.model = $3) AND i.requester_id IS DISTINCT FROM $4::int';

const nextImages = (condition: string) => `
  SELECT i.id, i.dataset_id, i.url FROM rating_images i
  WHERE i.available AND ${condition} AND ${WANTED}
    AND NOT EXISTS (SELECT FROM rating_answers a WHERE a.image_id = i.id AND a.rater = $1)
    AND NOT EXISTS (SELECT FROM rating_handouts h WHERE h.image_id = i.id AND h.rater = $1)
  ORDER BY i.ratings, i.shuffle LIMIT ${DRAWN_FROM}`;

const NEXT = nextImages('true');
const KNOWN = nextImages('(i.known_rating IS NOT NULL OR i.known_artifacts IS NOT NULL)');

const OPEN = `
  SELECT i.id, i.dataset_id, i.url, count(*) OVER ()::int AS open
  FROM rating_handouts h JOIN rating_images i ON i.id = h.image_id
  WHERE h.rater = $1 AND ${WANTED} ORDER BY h.handed_at LIMIT 1`;

const HAND_OUT =
  'INSERT INTO rating_handouts (rater, image_id, handed_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';

/**
 * An image that the rater has not rated yet, of those that were rated least; never one that he has asked for himself.
 * @throws HordeError RatingDatasetNotFound, RatingChallengeDue, NoImageToRate
 */
export async function handOutImage(
  { db, objects, world }: Pick<Platform, 'db' | 'objects' | 'world'>,
  rater: Rater,
  { datasetId, model }: Wanted,
): Promise<ImageToRate> {
  if (datasetId !== undefined) {
    const { rows } = await db.query('SELECT FROM rating_datasets WHERE id = $1', [datasetId]);
    if (rows.length === 0) throw new HordeError('RatingDatasetNotFound');
  }
  const { record } = await readRater(db, rater.name);
  if (isChallengeDue(record, rater.trusted)) throw new HordeError('RatingChallengeDue');
  const values = [rater.name, datasetId ?? null, model ?? null, rater.anonymous ? NOBODY : rater.userId];
  const read = async (statement: string) => (await db.query<Row>(statement, values)).rows;
  const draw = (rows: Row[]) => rows[Math.floor(world.random() * rows.length)];
  const [oldest] = (await read(OPEN)) as (Row & { open: number })[];
  let image: Row | undefined;
  if (!oldest || oldest.open < HANDOUTS_MAX) {
    if (world.random() * KNOWN_EVERY < 1) image = draw(await read(KNOWN));
    image ??= draw(await read(NEXT));
  }
  // A rater who has got every image, or has skipped too many, gets again one that he has left out.
  image ??= oldest;
  if (!image) throw new HordeError('NoImageToRate');
  await db.query(HAND_OUT, [rater.name, image.id, new Date(world.now())]);
  return {
    id: image.id,
    url: image.url ?? objects.downloadUrl(sharedKey(image.id)),
    dataset_id: image.dataset_id,
  };
}

const HANDOUT_LIFE_MS = 24 * 3_600_000;

/** What was handed out and never rated is forgotten after a day. */
export async function pruneHandouts({ db, world }: Pick<Platform, 'db' | 'world'>): Promise<void> {
  await db.query('DELETE FROM rating_handouts WHERE handed_at < $1', [
    new Date(world.now() - HANDOUT_LIFE_MS),
  ]);
}
