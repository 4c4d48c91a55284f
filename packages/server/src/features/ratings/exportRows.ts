import type { RatingExportLine } from '@openhorde/contract';
import type { Executor } from '../../platform/db.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** One answer as it leaves the horde; null where the definition says absent. */
export type ExportRow = { [Key in keyof RatingExportLine]-?: RatingExportLine[Key] | null };

interface Row extends Record<string, unknown> {
  id: number;
  image_id: string;
  dataset_id: string;
  url: string | null;
  model: string | null;
  set_id: string | null;
  rater: string;
  rating: number | null;
  artifacts: number | null;
  best: boolean;
  counted: boolean;
  rated_at: Date;
}

/** Rows of one page: what is in memory at a time, and in a row group of Parquet. */
const PAGE = 5000;

const SELECT = `
  SELECT a.id, a.image_id, i.dataset_id, i.url, i.model, a.request_id AS set_id, a.rater, a.rating, a.artifacts,
         coalesce(s.best = a.image_id, false) AS best, a.counted, a.answered_at AS rated_at
  FROM rating_answers a JOIN rating_images i ON i.id = a.image_id
  LEFT JOIN rating_sets s ON s.request_id = a.request_id
  WHERE a.id > $1 AND ($2::text IS NULL OR i.dataset_id = $2)
  ORDER BY a.id LIMIT ${PAGE}`;

/** All answers, in the order in which they came, in pages; raters under pseudonyms. */
export async function* exportPages(
  db: Executor,
  pseudonyms: Pseudonyms,
  datasetId: string | undefined,
): AsyncGenerator<ExportRow[]> {
  let after = 0;
  for (;;) {
    const { rows } = await db.query<Row>(SELECT, [after, datasetId ?? null]);
    if (rows.length > 0) {
      yield rows.map(({ rater, rated_at, ...row }) => ({
        ...row,
        rater: pseudonyms.ofRater(rater),
        rated_at: rated_at.toISOString(),
      }));
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}
