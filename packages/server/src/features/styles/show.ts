import type { Output, ResponseModelCollection, StyleKobold, StyleStable } from '@openhorde/contract';
import { uniqueStyleName } from '@openhorde/rules';
import { sharedKeyDetails } from '../sharedkeys/index.ts';
import { readExamples } from './examples.ts';
import type { StylesNeeds } from './needs.ts';
import type { Collection, Style } from './style.ts';

// Styles and collections as the API shows them (http-api-styles §2, §6).

type Needs = Pick<StylesNeeds, 'db' | 'accounts' | 'sharedKeys' | 'collections'>;

/** Names of accounts by their numbers. */
async function aliasesOf({ accounts }: Pick<Needs, 'accounts'>, styles: readonly { ownerId: number }[]) {
  const owners = await accounts.byIds(styles.map(style => style.ownerId));
  return (userId: number): string => owners.get(userId)?.alias ?? `#${userId}`;
}

const textOf = (style: Style, creator: string) => ({
  id: style.id,
  name: style.name,
  info: style.info,
  prompt: style.prompt,
  params: style.params,
  public: style.public,
  nsfw: style.nsfw,
  tags: style.tags,
  models: style.models,
  use_count: style.useCount,
  creator,
});

export async function showTextStyles(
  needs: Pick<Needs, 'accounts'>,
  styles: readonly Style[],
): Promise<Output<StyleKobold>[]> {
  const aliasOf = await aliasesOf(needs, styles);
  return styles.map(style => textOf(style, aliasOf(style.ownerId)));
}

export async function showImageStyles(
  needs: Pick<Needs, 'db' | 'accounts' | 'sharedKeys'>,
  styles: readonly Style[],
): Promise<Output<StyleStable>[]> {
  const [aliasOf, examples, keys] = await Promise.all([
    aliasesOf(needs, styles),
    readExamples(
      needs.db,
      styles.map(style => style.id),
    ),
    showKeys(
      needs,
      styles.flatMap(style => style.sharedKeyId ?? []),
    ),
  ]);
  return styles.map(style => ({
    ...textOf(style, aliasOf(style.ownerId)),
    examples: examples.get(style.id) ?? [],
    shared_key: style.sharedKeyId === null ? undefined : keys.get(style.sharedKeyId),
  }));
}

async function showKeys({ sharedKeys, accounts }: Pick<Needs, 'sharedKeys' | 'accounts'>, ids: string[]) {
  const keys = await Promise.all([...new Set(ids)].map(id => sharedKeys.find(id)));
  const found = keys.filter(key => key !== undefined);
  const owners = await accounts.byIds(found.map(key => key.userId));
  return new Map(found.map(key => [key.id, sharedKeyDetails(key, owners.get(key.userId)?.alias ?? '')]));
}

export async function showCollections(
  needs: Pick<Needs, 'accounts' | 'collections'>,
  collections: readonly Collection[],
): Promise<Output<ResponseModelCollection>[]> {
  const members = await needs.collections.membersOf(collections.map(collection => collection.id));
  const aliasOf = await aliasesOf(needs, [...members.values()].flat());
  return collections.map(({ id, name, kind, info, public: listed, useCount }) => ({
    id,
    name,
    type: kind,
    info,
    public: listed,
    styles: (members.get(id) ?? []).map(style => ({
      name: uniqueStyleName(aliasOf(style.ownerId), style.name),
      id: style.id,
    })),
    use_count: useCount,
  }));
}
