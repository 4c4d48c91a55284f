-- An administrator is an account with this role; none has it by its number.
ALTER TABLE users ADD COLUMN admin boolean NOT NULL DEFAULT false;

-- Addresses under which the first administrator may be made, printed by nodes that start while there is none: each works
-- once, and all end with the first administrator. Of the token in the address only the SHA-256 is kept.
CREATE TABLE first_admin_tokens (
  token_hash text PRIMARY KEY,
  created_at timestamptz NOT NULL
);
