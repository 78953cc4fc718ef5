-- +goose Up

-- What feeds do over weeks: fail, move, fall silent, change hands.

ALTER TABLE feeds ADD COLUMN failing_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN host TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN usual BIGINT NOT NULL DEFAULT 0; -- milliseconds
ALTER TABLE feeds ADD COLUMN moved TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN moved_times BIGINT NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN retired BIGINT NOT NULL DEFAULT 0; -- 0 or 1
ALTER TABLE feeds ADD COLUMN quarantined TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN accepted BIGINT NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN told TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN asks TEXT NOT NULL DEFAULT ''; -- of those who poll it, in a form of ingest's own

-- What the items of a feed are known by, in a form of ingest's own, as base64.
CREATE TABLE feed_memory (
    key    TEXT NOT NULL PRIMARY KEY, -- of the feed
    memory TEXT NOT NULL
);

-- 1 while marketing has not accepted what a suspicious feed brought.
ALTER TABLE items ADD COLUMN held BIGINT NOT NULL DEFAULT 0;
