-- +goose Up

-- SQLite orders text by its bytes. PostgreSQL follows the language that the
-- database was made with, unless it is told otherwise.

ALTER TABLE items ALTER COLUMN id TYPE TEXT COLLATE "C", ALTER COLUMN story_id TYPE TEXT COLLATE "C";
ALTER TABLE feeds ALTER COLUMN key TYPE TEXT COLLATE "C", ALTER COLUMN url TYPE TEXT COLLATE "C";
ALTER TABLE reps ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE picks
    ALTER COLUMN id TYPE TEXT COLLATE "C",
    ALTER COLUMN rep TYPE TEXT COLLATE "C",
    ALTER COLUMN date TYPE TEXT COLLATE "C";
