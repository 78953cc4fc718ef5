-- +goose Up

-- Instants are Unix milliseconds, 0 when unset. Dates are the rep's local
-- YYYY-MM-DD. Lists and snapshots are JSON in text.

-- A key is a text short enough for an index: itself, or its start and hash.

CREATE TABLE feeds (
    key           TEXT   NOT NULL PRIMARY KEY, -- of url
    url           TEXT   NOT NULL,
    title         TEXT   NOT NULL,
    etag          TEXT   NOT NULL,
    last_modified TEXT   NOT NULL,
    hash          TEXT   NOT NULL,
    next_poll     BIGINT NOT NULL,
    last_poll     BIGINT NOT NULL,
    last_success  BIGINT NOT NULL,
    last_new      BIGINT NOT NULL,
    failures      BIGINT NOT NULL,
    outcome       TEXT   NOT NULL,
    error         TEXT   NOT NULL
);

CREATE TABLE items (
    id         TEXT   NOT NULL PRIMARY KEY,
    story_id   TEXT   NOT NULL,
    feed_url   TEXT   NOT NULL,
    published  BIGINT NOT NULL,
    first_seen BIGINT NOT NULL,
    item       TEXT   NOT NULL
);
CREATE INDEX items_by_story ON items (story_id, published, id);
CREATE INDEX items_by_published ON items (published);

-- Between first_at and last_at, the times of the items that carried it, a key
-- has bound items to its story. One key can serve several stories in turn.
CREATE TABLE story_keys (
    key      TEXT   NOT NULL,
    story_id TEXT   NOT NULL,
    first_at BIGINT NOT NULL,
    last_at  BIGINT NOT NULL,
    PRIMARY KEY (key, story_id)
);

CREATE TABLE reps (
    id        TEXT NOT NULL PRIMARY KEY,
    name      TEXT NOT NULL,
    chat      TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    personas  TEXT NOT NULL,
    timezone  TEXT NOT NULL,
    at        TEXT NOT NULL,
    days      TEXT NOT NULL,
    mix       TEXT NOT NULL,
    networks  TEXT NOT NULL,
    own_feeds TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('active', 'paused', 'left')),
    reason    TEXT NOT NULL
);

-- An empty day is a pick without a story.
CREATE TABLE picks (
    id           TEXT   NOT NULL PRIMARY KEY,
    rep          TEXT   NOT NULL REFERENCES reps (id),
    date         TEXT   NOT NULL,
    slot         BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    status       TEXT   NOT NULL CHECK (status IN
        ('queued', 'sending', 'delivered', 'unknown', 'missed', 'shared', 'skipped', 'expired')),
    cause        TEXT   NOT NULL,
    persona      TEXT   NOT NULL,
    origin       TEXT   NOT NULL,
    story_id     TEXT   NOT NULL,
    item         TEXT   NOT NULL,
    score        DOUBLE PRECISION NOT NULL,
    reasons      TEXT   NOT NULL,
    ask          TEXT   NOT NULL,
    also_in      BIGINT NOT NULL,
    tries        BIGINT NOT NULL,
    next_try     BIGINT NOT NULL,
    first_try    BIGINT NOT NULL,
    message_ref  TEXT   NOT NULL,
    delivered_at BIGINT NOT NULL,
    answered_at  BIGINT NOT NULL,
    why          TEXT   NOT NULL,
    talked_at    BIGINT NOT NULL,
    UNIQUE (rep, date, slot)
);
CREATE INDEX picks_open ON picks (due_at, id) WHERE status IN ('queued', 'sending');
CREATE INDEX picks_unanswered ON picks (delivered_at) WHERE status = 'delivered';
CREATE INDEX picks_by_date ON picks (date, rep, slot);
