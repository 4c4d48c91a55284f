-- Two teams cannot have the same name, whatever the letter case.
ALTER TABLE teams DROP CONSTRAINT teams_name_key;
CREATE UNIQUE INDEX teams_name ON teams (lower(name));

-- What the workers of a team have done as its members: images, the kudos for them, and uptime that was paid.
ALTER TABLE teams
  ADD COLUMN fulfilments    integer NOT NULL DEFAULT 0,
  ADD COLUMN contributions  double precision NOT NULL DEFAULT 0,
  ADD COLUMN kudos          numeric(20,2) NOT NULL DEFAULT 0,
  ADD COLUMN uptime_seconds bigint NOT NULL DEFAULT 0;
CREATE INDEX workers_team ON workers (team_id) WHERE team_id IS NOT NULL;

-- Messages go with their worker, and are looked up by it and by their author.
CREATE INDEX worker_messages_worker ON worker_messages (worker_id);
CREATE INDEX worker_messages_user ON worker_messages (user_id, created_at);
CREATE INDEX worker_messages_expiry ON worker_messages (expires_at);
