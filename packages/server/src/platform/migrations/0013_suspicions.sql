-- Why accounts and workers are under suspicion, one row for each report that counts. `users.suspicions` and
-- `workers.suspicions` are how many there are.
CREATE TABLE suspicions (
  id         bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  user_id    integer NOT NULL REFERENCES users ON DELETE CASCADE,
  -- NULL: a report on the account.
  worker_id  uuid REFERENCES workers ON DELETE CASCADE,
  -- Numbered as in the rules.
  reason     smallint NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX suspicions_user ON suspicions (user_id, reason);
CREATE INDEX suspicions_worker ON suspicions (worker_id, reason) WHERE worker_id IS NOT NULL;
