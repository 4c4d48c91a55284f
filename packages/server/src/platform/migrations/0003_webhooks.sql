-- Results on their way to the webhook of their request.
CREATE TABLE webhook_deliveries (
  -- One delivery for each job, whatever happens around its settlement.
  job_id       uuid PRIMARY KEY,
  -- What the requester knows it by: of a part of another request the whole. It may be gone before the delivery is.
  request_id   uuid NOT NULL,
  user_id      integer NOT NULL REFERENCES users ON DELETE CASCADE,
  -- image, text, interrogation
  kind         text NOT NULL,
  url          text NOT NULL,
  -- Of the url: no receiver gets more than its share of attempts, and logs show no more than this.
  host         text NOT NULL,
  -- The row of the job as it was settled, from which each attempt makes its body; gone when the delivery has ended.
  job          jsonb,
  -- waiting, delivered, given_up
  state        text NOT NULL DEFAULT 'waiting',
  attempts     integer NOT NULL DEFAULT 0,
  -- When the next attempt may begin; while one is in flight: when it counts as lost.
  due_at       timestamptz,
  attempted_at timestamptz,
  -- What the receiver answered last, and the sentence that says why that was no delivery.
  status       integer,
  error        text,
  created_at   timestamptz NOT NULL,
  ended_at     timestamptz
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_user ON webhook_deliveries (user_id, created_at DESC, job_id);
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;

-- Accounts whose deliveries are signed.
CREATE TABLE webhook_secrets (
  user_id        integer PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  -- The secret is made of this and of the server's own secret: a copy of this table signs nothing.
  nonce          text NOT NULL,
  -- The one before, which signs as well until then.
  previous_nonce text,
  previous_until timestamptz
);
