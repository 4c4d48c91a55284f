-- An account has several keys, each good for what its scope says. One of them is the key that the account was made
-- with, or that was given in its place.
ALTER TABLE api_keys
  ADD COLUMN id    uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  ADD COLUMN scope text NOT NULL DEFAULT 'all' CHECK (scope IN ('all', 'generate', 'worker', 'read')),
  ADD COLUMN label text,
  ADD COLUMN main  boolean NOT NULL DEFAULT true;
CREATE UNIQUE INDEX api_keys_main ON api_keys (user_id) WHERE main;

-- A wiped account keeps its number and its ledger, and nothing that says who it was.
ALTER TABLE users ADD COLUMN wiped_at timestamptz;
CREATE INDEX users_proxy_passkeys ON users (proxy_passkey) WHERE proxy_passkey IS NOT NULL;
