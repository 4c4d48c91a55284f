-- Who has signed in with a browser, until it ends. Of the token in the cookie only the SHA-256 is kept.
CREATE TABLE sign_in_sessions (
  token_hash  text PRIMARY KEY,
  -- How the account signs in, which may not be there yet: `users.oauth_id`.
  account_key text NOT NULL,
  -- google, github, discord, oidc
  provider    text NOT NULL,
  -- How the provider calls the person, where it says so.
  name        text,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL
);
CREATE INDEX sign_in_sessions_expiry ON sign_in_sessions (expires_at);
