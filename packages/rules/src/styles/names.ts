import { aliasId } from '../shared/alias.ts';

/** How styles and collections are called (http-api-image §1.4, http-api-styles head). */

/** A name as the caller wrote it. */
export interface StyleReference {
  /** Absent: a style, or else a collection. */
  kind?: 'style' | 'collection';
  /** Whose it must be. */
  ownerId?: number;
  name: string;
}

const SEPARATOR = '::';

/**
 * Reads `name`, `user#id::name`, `style::name`, `collection::name`, and both words before the name in any order. Each
 * counts once, so that the whole rest is the name, whatever stands in it.
 */
export function parseStyleName(text: string): StyleReference {
  const parts = text.split(SEPARATOR);
  const found: Omit<StyleReference, 'name'> = {};
  let used = 0;
  for (const part of parts.slice(0, -1)) {
    const ownerId = aliasId(part);
    if (found.kind === undefined && (part === 'style' || part === 'collection')) found.kind = part;
    else if (found.ownerId === undefined && ownerId !== undefined) found.ownerId = ownerId;
    else break;
    used += 1;
  }
  return { ...found, name: parts.slice(used).join(SEPARATOR) };
}

/** The name that leads to a style wherever one is named, as pages show it. */
export const uniqueStyleName = (ownerAlias: string, name: string): string =>
  [ownerAlias, 'style', name].join(SEPARATOR);
