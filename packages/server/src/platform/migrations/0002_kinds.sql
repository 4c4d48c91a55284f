-- A request may be a part of another one: the forms of an alchemy request.
ALTER TABLE requests ADD COLUMN parent_id uuid;
CREATE INDEX requests_parent ON requests (parent_id) WHERE parent_id IS NOT NULL;
