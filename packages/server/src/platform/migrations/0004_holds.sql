-- Kudos that are promised: a request that must be paid for beforehand holds them until it is done or gone.
CREATE TABLE kudos_holds (
  -- 'upfront:<request>'
  hold_id     text PRIMARY KEY,
  user_id     integer NOT NULL REFERENCES users ON DELETE CASCADE,
  original    numeric(20,2) NOT NULL,
  remaining   numeric(20,2) NOT NULL CHECK (remaining >= 0),
  created_at  timestamptz NOT NULL DEFAULT now(),
  released_at timestamptz
);
CREATE INDEX kudos_holds_active ON kudos_holds (user_id) WHERE released_at IS NULL;

-- Most requests hold nothing, and their settlement need not look.
ALTER TABLE requests ADD COLUMN upfront boolean NOT NULL DEFAULT false;
