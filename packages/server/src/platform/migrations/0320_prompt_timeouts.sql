-- A time-out for a refused prompt is for requests: workers at the same address keep working.
ALTER TABLE address_timeouts ADD COLUMN for_prompt boolean NOT NULL DEFAULT false;
