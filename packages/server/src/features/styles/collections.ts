import { isUuid } from '@openhorde/contract';
import { parseStyleName, STYLES_PER_PAGE } from '@openhorde/rules';
import { cleanText } from '../../platform/cleanText.ts';
import { type Executor, statement } from '../../platform/db.ts';
import {
  COLLECTION_COLUMNS,
  type Collection,
  type CollectionRow,
  collectionOf,
  STYLE_COLUMNS,
  type Style,
  type StyleKind,
  type StyleRow,
  styleOf,
} from './style.ts';
import { offsetOf, type StyleSort } from './styles.ts';

const BY_ID = statement<CollectionRow>(
  'collection-by-id',
  `SELECT ${COLLECTION_COLUMNS} FROM collections c WHERE c.id = $1`,
);
const BY_NAME = statement<CollectionRow>(
  'collection-by-name',
  `SELECT ${COLLECTION_COLUMNS} FROM collections c WHERE c.name = $1 AND ($2::int IS NULL OR c.user_id = $2)
   ORDER BY c.kind = $3 DESC, c.number LIMIT 1`,
);
const MEMBERS = statement<StyleRow & { collection_id: string }>(
  'collection-styles',
  `SELECT ${STYLE_COLUMNS}, m.collection_id FROM collection_styles m JOIN styles s ON s.id = m.style_id
   WHERE m.collection_id = ANY($1) ORDER BY m.place`,
);

const page = (order: string) => `
  SELECT ${COLLECTION_COLUMNS} FROM collections c WHERE c.public AND ($1::text IS NULL OR c.kind = $1)
  ORDER BY ${order} LIMIT ${STYLES_PER_PAGE} OFFSET $2`;

const PAGES: Record<StyleSort, ReturnType<typeof statement<CollectionRow>>> = {
  popular: statement<CollectionRow>('collections-popular', page('c.use_count DESC, c.number')),
  age: statement<CollectionRow>('collections-age', page('c.number')),
};

export interface CollectionPage {
  /** Absent: both. */
  kind: StyleKind | undefined;
  sort: StyleSort;
  page: number;
}

/** Looks collections up. */
export class Collections {
  readonly #database: Executor;

  constructor(database: Executor) {
    this.#database = database;
  }

  async byId(id: string): Promise<Collection | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await BY_ID.run(this.#database, [id]);
    return row && collectionOf(row);
  }

  /** @param kind preferred where collections of both kinds have the name */
  async byName(text: string, kind: StyleKind | null = null): Promise<Collection | undefined> {
    const { name, ownerId = null } = parseStyleName(text);
    const [row] = await BY_NAME.run(this.#database, [cleanText(name), ownerId, kind]);
    return row && collectionOf(row);
  }

  async page({ kind, sort, page }: CollectionPage): Promise<Collection[]> {
    const rows = await PAGES[sort].run(this.#database, [kind ?? null, offsetOf(page)]);
    return rows.map(collectionOf);
  }

  /** The styles of some collections, in the order in which their owner named them. */
  async membersOf(ids: readonly string[]): Promise<Map<string, Style[]>> {
    const members = new Map<string, Style[]>(ids.map(id => [id, []]));
    if (ids.length === 0) return members;
    for (const row of await MEMBERS.run(this.#database, [ids])) {
      members.get(row.collection_id)?.push(styleOf(row));
    }
    return members;
  }
}
