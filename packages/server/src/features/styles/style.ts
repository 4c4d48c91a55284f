/** What a style is for. */
export type StyleKind = 'image' | 'text';

/** A style as its row holds it. */
export interface Style {
  readonly id: string;
  readonly kind: StyleKind;
  readonly ownerId: number;
  /** Made harmless to show as HTML, as `info` and `tags`. */
  readonly name: string;
  readonly info: string;
  readonly prompt: string;
  /** What a request knows of it, as it was sent: defaults are not put in. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly public: boolean;
  readonly nsfw: boolean;
  readonly tags: readonly string[];
  readonly models: readonly string[];
  readonly useCount: number;
  readonly sharedKeyId: string | null;
}

export interface StyleRow extends Record<string, unknown> {
  id: string;
  kind: StyleKind;
  user_id: number;
  name: string;
  info: string;
  prompt: string;
  params: Record<string, unknown>;
  public: boolean;
  nsfw: boolean;
  tags: string[];
  models: string[];
  use_count: number;
  shared_key_id: string | null;
}

export const STYLE_COLUMNS =
  's.id, s.kind, s.user_id, s.name, s.info, s.prompt, s.params, s.public, s.nsfw, s.tags, s.models, s.use_count, s.shared_key_id';

export const styleOf = (row: StyleRow): Style => ({
  id: row.id,
  kind: row.kind,
  ownerId: row.user_id,
  name: row.name,
  info: row.info,
  prompt: row.prompt,
  params: row.params,
  public: row.public,
  nsfw: row.nsfw,
  tags: row.tags,
  models: row.models,
  useCount: row.use_count,
  sharedKeyId: row.shared_key_id,
});

/** A collection as its row holds it. */
export interface Collection {
  readonly id: string;
  readonly kind: StyleKind;
  readonly ownerId: number;
  readonly name: string;
  readonly info: string | null;
  readonly public: boolean;
  readonly useCount: number;
}

export interface CollectionRow extends Record<string, unknown> {
  id: string;
  kind: StyleKind;
  user_id: number;
  name: string;
  info: string | null;
  public: boolean;
  use_count: number;
}

export const COLLECTION_COLUMNS = 'c.id, c.kind, c.user_id, c.name, c.info, c.public, c.use_count';

export const collectionOf = (row: CollectionRow): Collection => ({
  id: row.id,
  kind: row.kind,
  ownerId: row.user_id,
  name: row.name,
  info: row.info,
  public: row.public,
  useCount: row.use_count,
});
