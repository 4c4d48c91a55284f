-- Results of alchemy forms for images that were given by an address: the same form of the same image is not done again
-- until its result is too old.
CREATE TABLE alchemy_results (
  -- Digest of form, address and payload.
  key         text PRIMARY KEY,
  -- The worker's answer, as jobs.result holds it.
  result      text NOT NULL,
  -- Of the image that 'R2' in the result stands for.
  object_key  text NOT NULL,
  -- Its worker was trusted then.
  trusted     boolean NOT NULL,
  expires_at  timestamptz NOT NULL
);
CREATE INDEX alchemy_results_expiry ON alchemy_results (expires_at);
