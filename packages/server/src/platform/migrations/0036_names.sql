-- Names are found in normal form. What was kept otherwise is brought into it, where nobody else has the name.
UPDATE workers w SET name = normalize(name) WHERE name IS NOT NORMALIZED
  AND NOT EXISTS (SELECT FROM workers other WHERE other.name = normalize(w.name));
UPDATE teams t SET name = normalize(name) WHERE name IS NOT NORMALIZED
  AND NOT EXISTS (SELECT FROM teams other WHERE other.id <> t.id AND lower(other.name) = lower(normalize(t.name)));
UPDATE styles s SET name = normalize(name) WHERE name IS NOT NORMALIZED
  AND NOT EXISTS (SELECT FROM styles other WHERE other.user_id = s.user_id AND other.name = normalize(s.name));
UPDATE collections c SET name = normalize(name) WHERE name IS NOT NORMALIZED
  AND NOT EXISTS (SELECT FROM collections other WHERE other.user_id = c.user_id AND other.name = normalize(c.name));

-- An entry of an index has 2704 bytes at most, an expression or an address more: they are unlike by their digests.
ALTER TABLE filters DROP CONSTRAINT filters_filter_type_regex_key;
CREATE UNIQUE INDEX filters_unlike ON filters (filter_type, md5(regex));
ALTER TABLE style_examples DROP CONSTRAINT style_examples_style_id_url_key;
CREATE UNIQUE INDEX style_examples_unlike ON style_examples (style_id, md5(url));
