import { HordeError } from '@openhorde/contract';
import { parseStyleName } from '@openhorde/rules';
import type { Collections } from './collections.ts';
import type { Collection, Style, StyleKind } from './style.ts';
import type { Styles } from './styles.ts';

/** What styles and collections are looked up in. */
export interface StyleShelf {
  styles: Styles;
  collections: Collections;
}

/** A style by its id, or by any way of writing its name; undefined also for the name of a collection. */
export async function findStyle(
  { styles }: Pick<StyleShelf, 'styles'>,
  text: string,
  kind: StyleKind,
): Promise<Style | undefined> {
  const style = await styles.byId(text);
  if (style || parseStyleName(text).kind === 'collection') return style;
  return styles.byName(text, kind);
}

async function findCollection(
  { collections }: StyleShelf,
  text: string,
  kind: StyleKind,
): Promise<Collection | undefined> {
  return parseStyleName(text).kind === 'style' ? undefined : collections.byName(text, kind);
}

export interface ChosenStyle {
  style: Style;
  /** The collection that it was drawn from. */
  collection?: Collection;
}

/**
 * The style that a request names: by id or by name, styles before collections; of a collection one member by chance.
 * @param random uniform in [0, 1)
 * @throws HordeError StyleNotFound, StyleMismatch
 */
export async function chooseStyle(
  shelf: StyleShelf,
  text: string,
  kind: StyleKind,
  random: () => number,
): Promise<ChosenStyle> {
  const byId = await shelf.styles.byId(text);
  const collection = byId ? undefined : await shelf.collections.byId(text);
  if (collection) return drawMember(shelf, collection, kind, random);
  const style = byId ?? (await findStyle(shelf, text, kind));
  if (style) {
    if (style.kind !== kind) throw new HordeError('StyleMismatch');
    return { style };
  }
  const named = await findCollection(shelf, text, kind);
  if (!named) throw new HordeError('StyleNotFound');
  return drawMember(shelf, named, kind, random);
}

async function drawMember(
  { collections }: StyleShelf,
  collection: Collection,
  kind: StyleKind,
  random: () => number,
): Promise<ChosenStyle> {
  if (collection.kind !== kind) throw new HordeError('StyleMismatch');
  const members = (await collections.membersOf([collection.id])).get(collection.id) ?? [];
  const style = members[Math.floor(random() * members.length)];
  if (!style) {
    throw new HordeError('StyleNotFound', {
      message: 'This collection has no styles any more. Choose another one.',
    });
  }
  return { style, collection };
}
