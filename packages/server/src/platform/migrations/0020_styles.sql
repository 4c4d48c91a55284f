-- Styles: what a request needs beside the words of its user.
CREATE TABLE styles (
  id            uuid PRIMARY KEY,
  -- In the order in which they were made.
  number        bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  -- image, text
  kind          text NOT NULL,
  user_id       integer NOT NULL REFERENCES users ON DELETE CASCADE,
  name          text NOT NULL,
  info          text NOT NULL,
  prompt        text NOT NULL,
  params        jsonb NOT NULL,
  public        boolean NOT NULL,
  nsfw          boolean NOT NULL,
  tags          text[] NOT NULL,
  models        text[] NOT NULL,
  use_count     bigint NOT NULL DEFAULT 0,
  -- It pays for requests by this style, and for nothing else.
  shared_key_id uuid REFERENCES shared_keys ON DELETE SET NULL,
  created_at    timestamptz NOT NULL,
  UNIQUE (user_id, name)
);
CREATE INDEX styles_popular ON styles (kind, use_count DESC, number) WHERE public;
CREATE INDEX styles_age ON styles (kind, number) WHERE public;
CREATE INDEX styles_name ON styles (name, number);
CREATE INDEX styles_tags ON styles USING gin (tags);
CREATE INDEX styles_models ON styles USING gin (models);
CREATE INDEX styles_shared_key ON styles (shared_key_id) WHERE shared_key_id IS NOT NULL;

-- Images that show what a style does.
CREATE TABLE style_examples (
  id         uuid PRIMARY KEY,
  number     bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  style_id   uuid NOT NULL REFERENCES styles ON DELETE CASCADE,
  url        text NOT NULL,
  is_primary boolean NOT NULL,
  UNIQUE (style_id, url)
);
CREATE UNIQUE INDEX style_examples_primary ON style_examples (style_id) WHERE is_primary;

CREATE TABLE collections (
  id         uuid PRIMARY KEY,
  number     bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  -- image, text: of all its styles
  kind       text NOT NULL,
  user_id    integer NOT NULL REFERENCES users ON DELETE CASCADE,
  name       text NOT NULL,
  info       text,
  public     boolean NOT NULL,
  use_count  bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  UNIQUE (user_id, name)
);
CREATE INDEX collections_popular ON collections (use_count DESC, number) WHERE public;
CREATE INDEX collections_age ON collections (number) WHERE public;
CREATE INDEX collections_name ON collections (name, number);

CREATE TABLE collection_styles (
  collection_id uuid NOT NULL REFERENCES collections ON DELETE CASCADE,
  style_id      uuid NOT NULL REFERENCES styles ON DELETE CASCADE,
  -- In the order in which they were named.
  place         integer NOT NULL,
  PRIMARY KEY (collection_id, style_id)
);
CREATE INDEX collection_styles_style ON collection_styles (style_id);

-- Whether a key belongs to a style is said by the styles alone.
ALTER TABLE shared_keys DROP COLUMN style_bound;
