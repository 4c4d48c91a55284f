-- Each change of a request counts, so that whoever hears of two changes in the wrong order keeps the newer one.
ALTER TABLE requests ADD COLUMN version integer NOT NULL DEFAULT 0;
