-- Transfers between accounts; what is named by an Idempotency-Key happens once.
CREATE TABLE kudos_transfers (
  event_id      text PRIMARY KEY REFERENCES kudos_events,
  source_id     integer NOT NULL REFERENCES users,
  target_id     integer NOT NULL REFERENCES users,
  kudos         bigint NOT NULL,
  -- Not a reference: the key may go, the transfer stays.
  shared_key_id uuid,
  created_at    timestamptz NOT NULL
);
CREATE INDEX kudos_transfers_pair ON kudos_transfers (source_id, target_id, created_at);

-- What each posting left in its account, for the owner to read.
ALTER TABLE kudos_postings ADD COLUMN balance numeric(20,2);
UPDATE kudos_postings p SET balance = sums.balance
FROM (SELECT id, sum(amount) OVER (PARTITION BY account ORDER BY id) AS balance FROM kudos_postings) sums
WHERE sums.id = p.id;
ALTER TABLE kudos_postings ALTER COLUMN balance SET NOT NULL;

-- Accounts whose escrow waits for their trust.
CREATE INDEX kudos_accounts_escrow ON kudos_accounts (account) WHERE account LIKE 'escrow:%';
