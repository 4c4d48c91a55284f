-- Images to rate, and what was said of them.
CREATE TABLE rating_datasets (
  id          text PRIMARY KEY,
  name        text NOT NULL,
  description text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now()
);
INSERT INTO rating_datasets (id, name, description)
VALUES ('shared', 'Shared images', 'Images that requesters of this horde have shared.');

CREATE TABLE rating_images (
  id              uuid PRIMARY KEY,
  dataset_id      text NOT NULL REFERENCES rating_datasets ON DELETE CASCADE,
  -- Of an imported image. The others lie in the object store under `shared/<id>.webp`.
  url             text,
  -- False: there is no picture that could be handed out.
  available       boolean NOT NULL,
  -- Of a shared image. Not references: the request goes, the image stays.
  request_id      uuid,
  requester_id    integer,
  model           text,
  -- What everybody should say of it, where that is beyond doubt.
  known_rating    smallint CHECK (known_rating BETWEEN 1 AND 10),
  known_artifacts smallint CHECK (known_artifacts BETWEEN 0 AND 5),
  -- Answers of others than its requester that count, and the sum of their ratings.
  ratings         integer NOT NULL DEFAULT 0,
  rating_sum      integer NOT NULL DEFAULT 0,
  -- Images that were rated equally often go out in an order that nobody knows.
  shuffle         double precision NOT NULL DEFAULT random(),
  created_at      timestamptz NOT NULL
);
CREATE INDEX rating_images_next ON rating_images (ratings, shuffle) WHERE available;
CREATE INDEX rating_images_dataset ON rating_images (dataset_id, ratings, shuffle) WHERE available;
CREATE INDEX rating_images_known ON rating_images (shuffle)
  WHERE available AND (known_rating IS NOT NULL OR known_artifacts IS NOT NULL);

-- Requests whose requester has rated them.
CREATE TABLE rating_sets (
  request_id uuid PRIMARY KEY,
  best       uuid,
  -- All its images, the ones that were not rated too.
  image_ids  uuid[] NOT NULL,
  paid       numeric(20,2) NOT NULL DEFAULT 0,
  -- The last call and what it brought, for a retry after a lost COMMIT answer.
  call_id    uuid,
  call_paid  numeric(20,2)
);

CREATE TABLE rating_answers (
  id           bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  -- Names the call, so that a retry after a lost COMMIT answer finds its own work.
  call_id      uuid NOT NULL,
  image_id     uuid NOT NULL REFERENCES rating_images ON DELETE CASCADE,
  -- Set where the requester rated an image of his own.
  request_id   uuid,
  -- 'user:5', or 'address:<hash>' of somebody without an account.
  rater        text NOT NULL,
  address_hash text NOT NULL,
  -- Null: the image was only named as the best of its set.
  rating       smallint CHECK (rating BETWEEN 1 AND 10),
  artifacts    smallint CHECK (artifacts BETWEEN 0 AND 5),
  viewing_ms   integer,
  counted      boolean NOT NULL,
  client_agent text NOT NULL,
  answered_at  timestamptz NOT NULL,
  UNIQUE (image_id, rater)
);
CREATE INDEX rating_answers_rater ON rating_answers (rater, answered_at);
CREATE INDEX rating_answers_address ON rating_answers (address_hash, answered_at);

-- Images that somebody was handed and has not rated yet.
CREATE TABLE rating_handouts (
  rater     text NOT NULL,
  image_id  uuid NOT NULL REFERENCES rating_images ON DELETE CASCADE,
  handed_at timestamptz NOT NULL,
  PRIMARY KEY (rater, image_id)
);
CREATE INDEX rating_handouts_age ON rating_handouts (handed_at);

-- Who rates, and how well: the record of `rules`.
CREATE TABLE rating_raters (
  rater                text PRIMARY KEY,
  record               jsonb NOT NULL,
  last_answered_at     timestamptz,
  challenge_id         uuid,
  challenge_difficulty smallint,
  challenge_expires_at timestamptz,
  challenges_failed    integer NOT NULL DEFAULT 0
);

-- Shared images that are not kept for rating yet are looked for among these.
CREATE INDEX requests_shared ON requests (id) WHERE shared;
