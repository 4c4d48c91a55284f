-- Keys that an account shares: their id is the credential, their owner pays.
CREATE TABLE shared_keys (
  id               uuid PRIMARY KEY,
  user_id          integer NOT NULL REFERENCES users ON DELETE CASCADE,
  name             text,
  created_at       timestamptz NOT NULL,
  expires_at       timestamptz,
  -- What may still be spent; NULL: without limit.
  kudos            numeric(20,2) CHECK (kudos >= 0),
  utilized         numeric(20,2) NOT NULL DEFAULT 0,
  -- For each job; -1: without limit.
  max_image_pixels bigint NOT NULL DEFAULT -1,
  max_image_steps  bigint NOT NULL DEFAULT -1,
  max_text_tokens  bigint NOT NULL DEFAULT -1,
  -- It belongs to a style and pays for that style alone.
  style_bound      boolean NOT NULL DEFAULT false
);
CREATE INDEX shared_keys_user ON shared_keys (user_id);

-- What each was charged for, for its owner to read.
CREATE TABLE shared_key_uses (
  id            bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  shared_key_id uuid NOT NULL REFERENCES shared_keys ON DELETE CASCADE,
  created_at    timestamptz NOT NULL,
  request_id    uuid NOT NULL,
  -- NULL: the tax of the request.
  job_id        uuid,
  -- image, text
  kind          text NOT NULL,
  charge        numeric(20,2) NOT NULL,
  -- What was left then; NULL: no limit.
  kudos_left    numeric(20,2)
);
CREATE INDEX shared_key_uses_key ON shared_key_uses (shared_key_id, id);
CREATE INDEX shared_key_uses_age ON shared_key_uses (created_at);

-- Requests go with their key.
ALTER TABLE requests ADD CONSTRAINT requests_shared_key
  FOREIGN KEY (shared_key_id) REFERENCES shared_keys ON DELETE CASCADE;
CREATE INDEX requests_shared_key ON requests (shared_key_id) WHERE shared_key_id IS NOT NULL;
