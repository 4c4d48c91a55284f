-- Addresses that may neither ask nor work for a while. `address` is a single one, or a network in CIDR notation.
CREATE TABLE address_timeouts (
  address    text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

-- Refused prompts from an address: each makes the next time-out longer, until a day has passed without one.
CREATE TABLE address_reports (
  address    text PRIMARY KEY,
  reports    integer NOT NULL,
  expires_at timestamptz NOT NULL
);

-- Expressions that prompts are looked through for. 10: age, which has the replacements as well; 11: more of it;
-- 20: lewdness. Other types are kept and not used.
CREATE TABLE filters (
  id          integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  regex       text NOT NULL,
  filter_type smallint NOT NULL,
  description text,
  replacement text NOT NULL DEFAULT '',
  -- Who wrote or changed it last.
  user_id     integer NOT NULL REFERENCES users,
  changed_at  timestamptz NOT NULL,
  UNIQUE (filter_type, regex)
);

-- What the filters refused, for moderators to look at.
CREATE TABLE refused_prompts (
  id         bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  user_id    integer NOT NULL REFERENCES users ON DELETE CASCADE,
  ip         text NOT NULL,
  prompt     text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX refused_prompts_age ON refused_prompts (created_at);

-- What moderators, administrators and the operator did. Append-only.
CREATE TABLE audit (
  id         bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- NULL: the operator, by the command line. Not a reference: the account may go, the deed stays.
  actor_id   integer,
  -- Family and deed: worker.pause, modes.change …
  action     text NOT NULL,
  -- user:5, worker:<uuid>, team:<uuid>, address:<ip>, filter:7 …
  subject    text,
  detail     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_actor ON audit (actor_id, id DESC);
CREATE INDEX audit_action ON audit (action text_pattern_ops, id DESC);
CREATE INDEX audit_subject ON audit (subject, id DESC);
