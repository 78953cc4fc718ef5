-- +goose Up

-- The text has a column of its own, which who doesn't need it doesn't read.
-- What was saved before keeps it in the document until it is saved again.
ALTER TABLE items ADD COLUMN text TEXT NOT NULL DEFAULT '';

DROP INDEX items_by_published;
CREATE INDEX items_by_first_seen ON items (first_seen);
CREATE INDEX items_held ON items (feed_url) WHERE held = 1;

-- Keys are kept as hashes of 64 bits, for which the next step needs Go.
ALTER TABLE story_keys RENAME TO story_keys_before;
ALTER INDEX story_keys_pkey RENAME TO story_keys_before_pkey;
CREATE TABLE story_keys (
    key      BIGINT NOT NULL, -- the first 64 bits of its SHA-256
    story_id TEXT COLLATE "C" NOT NULL,
    first_at BIGINT NOT NULL,
    last_at  BIGINT NOT NULL,
    PRIMARY KEY (key, story_id)
);
