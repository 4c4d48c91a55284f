import { HordeError, isUuid } from '@openhorde/contract';
import { parseStyleName, STYLES_PER_PAGE } from '@openhorde/rules';
import { cleanName } from '../../platform/cleanText.ts';
import { type Executor, statement } from '../../platform/db.ts';
import { STYLE_COLUMNS, type Style, type StyleKind, type StyleRow, styleOf } from './style.ts';

const BY_ID = statement<StyleRow>('style-by-id', `SELECT ${STYLE_COLUMNS} FROM styles s WHERE s.id = $1`);

// Names are unlike for each owner only. Of those that share one, the kind that is asked for goes first, then the oldest, so
// that no user takes a name over by using it later.
const BY_NAME = statement<StyleRow>(
  'style-by-name',
  `SELECT ${STYLE_COLUMNS} FROM styles s WHERE s.name = $1 AND ($2::int IS NULL OR s.user_id = $2)
   ORDER BY s.kind = $3 DESC, s.number LIMIT 1`,
);

const OF_USERS = statement<StyleRow>(
  'styles-of-users',
  `SELECT ${STYLE_COLUMNS} FROM styles s WHERE s.user_id = ANY($1) AND (s.public OR $2) ORDER BY s.number`,
);

const page = (order: string) => `
  SELECT ${STYLE_COLUMNS} FROM styles s
  WHERE s.public AND s.kind = $1 AND ($2::text IS NULL OR s.tags @> ARRAY[$2::text])
    AND ($3::text IS NULL OR s.models @> ARRAY[$3::text])
  ORDER BY ${order} LIMIT ${STYLES_PER_PAGE} OFFSET $4`;

const PAGES = {
  popular: statement<StyleRow>('styles-popular', page('s.use_count DESC, s.number')),
  age: statement<StyleRow>('styles-age', page('s.number')),
};

export type StyleSort = keyof typeof PAGES;
const isStyleSort = (sort: string): sort is StyleSort => Object.hasOwn(PAGES, sort);

/** @throws HordeError BadRequest */
export function assertSort(sort: string): StyleSort {
  if (isStyleSort(sort)) return sort;
  throw new HordeError('BadRequest', { message: 'sort is popular or age.' });
}

/** Rows before a page; what is no page counts as the first one. */
export const offsetOf = (pageNumber: number): number =>
  (Math.min(Math.max(1, pageNumber), 1_000_000_000) - 1) * STYLES_PER_PAGE;

export interface StylePage {
  kind: StyleKind;
  sort: StyleSort;
  page: number;
  tag?: string | undefined;
  model?: string | undefined;
}

/** Looks styles up; each time afresh, so that a change holds for the next request. */
export class Styles {
  readonly #database: Executor;

  constructor(database: Executor) {
    this.#database = database;
  }

  /** Undefined for what cannot be an id as well. */
  async byId(id: string): Promise<Style | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await BY_ID.run(this.#database, [id]);
    return row && styleOf(row);
  }

  /** @param kind preferred where styles of both kinds have the name */
  async byName(text: string, kind: StyleKind): Promise<Style | undefined> {
    const { name, ownerId = null } = parseStyleName(text);
    const [row] = await BY_NAME.run(this.#database, [cleanName(name), ownerId, kind]);
    return row && styleOf(row);
  }

  async page({ kind, sort, page, tag, model }: StylePage): Promise<Style[]> {
    const rows = await PAGES[sort].run(this.#database, [
      kind,
      tag === undefined ? null : cleanName(tag),
      model ?? null,
      offsetOf(page),
    ]);
    return rows.map(styleOf);
  }

  /** The styles of some accounts, oldest first. */
  async ofUsers(userIds: readonly number[], { hidden }: { hidden: boolean }): Promise<Style[]> {
    const rows = await OF_USERS.run(this.#database, [userIds, hidden]);
    return rows.map(styleOf);
  }
}
