import { type Executor, statement } from '../../../platform/db.ts';

/** A filter as its row holds it. */
export interface Filter {
  id: number;
  regex: string;
  filterType: number;
  description: string | null;
  replacement: string;
  /** Who wrote or changed it last. */
  userId: number;
}

export type FilterFields = Omit<Filter, 'id'>;

interface Row {
  id: number;
  regex: string;
  filter_type: number;
  description: string | null;
  replacement: string;
  user_id: number;
}

const COLUMNS = 'id, regex, filter_type, description, replacement, user_id';

const filterOf = (row: Row): Filter => ({
  id: row.id,
  regex: row.regex,
  filterType: row.filter_type,
  description: row.description,
  replacement: row.replacement,
  userId: row.user_id,
});

const LIST = statement<Row>(
  'filters',
  `SELECT ${COLUMNS} FROM filters
   WHERE ($1::int IS NULL OR filter_type = $1)
     AND ($2::text IS NULL OR strpos(regex, $2) > 0 OR strpos(description, $2) > 0)
   ORDER BY id`,
);

/** @param wanted.contains a piece of expression or description, letter case included */
export async function listFilters(
  on: Executor,
  wanted: { filterType?: number | undefined; contains?: string | undefined } = {},
): Promise<Filter[]> {
  return (await LIST.run(on, [wanted.filterType ?? null, wanted.contains ?? null])).map(filterOf);
}

export async function findFilter(on: Executor, id: number): Promise<Filter | undefined> {
  return one(on, `SELECT ${COLUMNS} FROM filters WHERE id = $1`, [id]);
}

/** The filter with this expression and type; undefined: there is none. */
export async function sameFilter(
  on: Executor,
  { regex, filterType }: Pick<Filter, 'regex' | 'filterType'>,
): Promise<Filter | undefined> {
  return one(on, `SELECT ${COLUMNS} FROM filters WHERE regex = $1 AND filter_type = $2`, [regex, filterType]);
}

/** Undefined when the expression is there already for this type. */
export async function insertFilter(
  on: Executor,
  filter: FilterFields,
  atMs: number,
): Promise<Filter | undefined> {
  return one(
    on,
    `INSERT INTO filters (regex, filter_type, description, replacement, user_id, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (filter_type, md5(regex)) DO NOTHING RETURNING ${COLUMNS}`,
    [...valuesOf(filter), new Date(atMs)],
  );
}

/** Undefined when it is gone. @throws the database's error 23505 when another filter has expression and type */
export async function updateFilter(on: Executor, filter: Filter, atMs: number): Promise<Filter | undefined> {
  return one(
    on,
    `UPDATE filters SET regex = $1, filter_type = $2, description = $3, replacement = $4, user_id = $5, changed_at = $6
     WHERE id = $7 RETURNING ${COLUMNS}`,
    [...valuesOf(filter), new Date(atMs), filter.id],
  );
}

/** Whether it was there. */
export async function removeFilter(on: Executor, id: number): Promise<boolean> {
  const { rowCount } = await on.query('DELETE FROM filters WHERE id = $1', [id]);
  return rowCount === 1;
}

const valuesOf = ({ regex, filterType, description, replacement, userId }: FilterFields): unknown[] => [
  regex,
  filterType,
  description,
  replacement,
  userId,
];

async function one(on: Executor, sql: string, values: unknown[]): Promise<Filter | undefined> {
  const { rows } = await on.query<Row & Record<string, unknown>>(sql, values);
  return rows[0] && filterOf(rows[0]);
}
