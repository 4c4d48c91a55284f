-- A request on a shared key holds what it is expected to cost of what is left of the key. A hold is of an account or of a key.
ALTER TABLE kudos_holds
  ALTER COLUMN user_id DROP NOT NULL,
  ADD COLUMN shared_key_id uuid REFERENCES shared_keys ON DELETE CASCADE,
  ADD CONSTRAINT kudos_holds_payer CHECK (num_nonnulls(user_id, shared_key_id) = 1);
CREATE INDEX kudos_holds_of_keys ON kudos_holds (shared_key_id) WHERE shared_key_id IS NOT NULL AND released_at IS NULL;

ALTER TABLE requests
  -- A request that a worker is busy with outlives its key: the worker is paid, and the account of the key pays.
  DROP CONSTRAINT requests_shared_key,
  ADD CONSTRAINT requests_shared_key FOREIGN KEY (shared_key_id) REFERENCES shared_keys ON DELETE SET NULL,
  -- Whom the first delivered job earns the reward for the style; NULL: nobody.
  ADD COLUMN style_owner_id integer,
  -- Characters of the prompt, and bytes of prompt, payload and source pictures: known when the large values have gone.
  ADD COLUMN prompt_length integer NOT NULL DEFAULT 0,
  ADD COLUMN held_bytes bigint NOT NULL DEFAULT 0;
UPDATE requests SET prompt_length = char_length(prompt), held_bytes = octet_length(prompt) + octet_length(payload::text);

-- Limits on what an account may have waiting are looked at when a request goes in; jobs that wait are few among its requests.
CREATE INDEX requests_waiting ON requests (user_id) WHERE waiting > 0;
