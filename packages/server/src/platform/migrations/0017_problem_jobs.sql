-- The account of a service that a request is made for.
ALTER TABLE requests ADD COLUMN proxied_account text;

-- Jobs in whose result a worker saw what no picture may show: who asks for many of them is told to the moderators.
CREATE TABLE problem_jobs (
  job_id          uuid PRIMARY KEY,
  user_id         integer NOT NULL REFERENCES users ON DELETE CASCADE,
  worker_id       uuid REFERENCES workers ON DELETE SET NULL,
  -- Of IPv6 the /64.
  ip              text,
  proxied_account text,
  created_at      timestamptz NOT NULL
);
CREATE INDEX problem_jobs_user ON problem_jobs (user_id, created_at);
CREATE INDEX problem_jobs_ip ON problem_jobs (ip, created_at);
CREATE INDEX problem_jobs_age ON problem_jobs (created_at);
