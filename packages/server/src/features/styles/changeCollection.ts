import { HordeError, type InputModelCollection } from '@openhorde/contract';
import type { Principal } from '../../http/index.ts';
import { cleanText } from '../../platform/cleanText.ts';
import type { Executor } from '../../platform/db.ts';
import { recordDeed } from '../audit/index.ts';
import { assertDecent, meantBy, nameIsTaken, nameOf } from './fields.ts';
import { findStyle } from './find.ts';
import type { StylesNeeds } from './needs.ts';
import type { Collection, Style, StyleKind } from './style.ts';

type Needs = Pick<StylesNeeds, 'db' | 'world' | 'styles' | 'collections'>;
type Caller = () => Promise<Principal>;

/** Styles of one collection: each is looked up when it is named. */
const COLLECTION_STYLES_MAX = 250;

/**
 * Makes a collection of styles, of any owners. In the order of http-api-styles §6.
 * @returns its id
 * @throws HordeError with the first reason to refuse it
 */
export async function makeCollection(
  needs: Needs,
  input: InputModelCollection & { name: string; styles: string[] },
  caller: Caller,
): Promise<string> {
  assertCount(input.styles);
  const owner = await caller();
  if (owner.deleted) throw new HordeError('DeletedUser');
  if (owner.kind === 'anonymous') throw new HordeError('StylesAnonForbidden');
  const styles = await findAll(needs, input.styles);
  const kind = kindOf(styles);
  const columns = { public: true, info: null, ...columnsOf(input) };
  const row = {
    ...columns,
    id: needs.world.uuid(),
    kind,
    user_id: owner.id,
    created_at: new Date(needs.world.now()),
  };
  const names = Object.keys(row);
  return writing(needs, async on => {
    await on.query(
      `INSERT INTO collections (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(row),
    );
    await putIn(on, row.id, styles);
    return row.id;
  });
}

/**
 * Changes what is named of a collection; its styles are replaced as a whole.
 * @throws HordeError with the first reason to refuse it
 */
export async function editCollection(
  needs: Needs,
  id: string,
  input: InputModelCollection,
  caller: Caller,
): Promise<string> {
  if (input.styles) assertCount(input.styles);
  const styles = input.styles && (await findAll(needs, input.styles));
  const user = await caller();
  const collection = await ownCollection(needs, id, caller => caller === user.id);
  if (styles && kindOf(styles) !== collection.kind) throw mixed();
  const columns = columnsOf(input);
  const names = Object.keys(columns);
  return writing(needs, async on => {
    const { rowCount } = await on.query('SELECT FROM collections WHERE id = $1 FOR NO KEY UPDATE', [
      collection.id,
    ]);
    if (rowCount === 0) throw new HordeError('CollectionNotFound');
    if (names.length > 0) {
      await on.query(
        `UPDATE collections SET ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')} WHERE id = $1`,
        [collection.id, ...Object.values(columns)],
      );
    }
    if (styles) {
      await on.query('DELETE FROM collection_styles WHERE collection_id = $1', [collection.id]);
      await putIn(on, collection.id, styles);
    }
    return collection.id;
  });
}

/** Deletes a collection; its styles stay. @throws HordeError CollectionNotFound, Forbidden */
export async function deleteCollection(needs: Needs, id: string, caller: Principal): Promise<void> {
  const collection = await ownCollection(needs, id, owner => owner === caller.id || caller.moderator);
  await needs.db.transaction(async on => {
    await on.query('DELETE FROM collections WHERE id = $1', [collection.id]);
    if (collection.ownerId !== caller.id) {
      const subject = `collection:${collection.id}`;
      const detail = { name: collection.name, owner: collection.ownerId };
      await recordDeed(
        on,
        { actorId: caller.id, action: 'collection.delete', subject, detail },
        needs.world.now(),
      );
    }
  });
}

async function ownCollection(
  { collections }: Needs,
  id: string,
  may: (ownerId: number) => boolean,
): Promise<Collection> {
  const collection = await collections.byId(id);
  if (!collection) throw new HordeError('CollectionNotFound');
  if (!may(collection.ownerId)) throw new HordeError('Forbidden');
  return collection;
}

function assertCount(styles: readonly string[]): void {
  if (styles.length > 0 && styles.length <= COLLECTION_STYLES_MAX) return;
  throw new HordeError('BadRequest', {
    message: `A collection has 1 to ${COLLECTION_STYLES_MAX} styles. You name ${styles.length}.`,
  });
}

/** The styles that are named, each once. @throws HordeError BadRequest */
async function findAll(needs: Needs, names: readonly string[]): Promise<Style[]> {
  const found = new Map<string, Style>();
  for (const name of names) {
    // Where styles of both kinds have the name, the one that goes with those before it is meant.
    const [first] = found.values();
    const style = await findStyle(needs, name, first?.kind ?? 'image');
    if (!style) {
      throw new HordeError('BadRequest', { message: `There is no style ${JSON.stringify(name)}.` });
    }
    found.set(style.id, style);
  }
  return [...found.values()];
}

const mixed = () =>
  new HordeError('StyleMismatch', {
    message: 'The styles of a collection are all for images or all for texts.',
  });

/** @throws HordeError StyleMismatch */
function kindOf(styles: readonly Style[]): StyleKind {
  const kinds = new Set(styles.map(style => style.kind));
  const [kind] = kinds;
  if (kind === undefined || kinds.size > 1) throw mixed();
  return kind;
}

interface Columns {
  name?: string;
  info?: string;
  public?: boolean;
}

function columnsOf(input: InputModelCollection): Columns {
  const { name, info } = input;
  assertDecent({ ...(name !== undefined && { name }), ...(info !== undefined && { info }) });
  return {
    ...(name !== undefined && { name: nameOf(name) }),
    ...(info !== undefined && { info: cleanText(info) }),
    ...(input.public !== undefined && { public: input.public }),
  };
}

async function putIn(on: Executor, collectionId: string, styles: readonly Style[]): Promise<void> {
  await on.query(
    `INSERT INTO collection_styles (collection_id, style_id, place)
     SELECT $1, style_id, place FROM unnest($2::uuid[]) WITH ORDINALITY AS s (style_id, place)`,
    [collectionId, styles.map(style => style.id)],
  );
}

function writing<T>({ db }: Needs, work: (on: Executor) => Promise<T>): Promise<T> {
  const gone = new HordeError('BadRequest', { message: 'One of the styles was deleted in the meantime.' });
  return db.transaction(work).catch(error => {
    throw meantBy(error, { taken: nameIsTaken('collection'), gone });
  });
}
