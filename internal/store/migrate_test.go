package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/store"
)

// onBoth runs a test on an empty database of each kind; raw is the driver that
// opens it without the store.
func onBoth(t *testing.T, test func(t *testing.T, driver, dsn string)) {
	t.Run("SQLite", func(t *testing.T) { test(t, "sqlite", filepath.Join(t.TempDir(), "pickwick.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, "pgx", postgres.Database(t)) })
}

// sqlOn runs statements on a database, beside the store.
func sqlOn(t *testing.T, driver, dsn string, statements ...string) {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestAnOlderProgramRefusesNewerTables(t *testing.T) {
	onBoth(t, func(t *testing.T, driver, dsn string) {
		s := mustOpen(t, dsn)
		fill(t, s, 3)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		sqlOn(t, driver, dsn, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, TRUE)")
		s, err := store.Open(t.Context(), dsn)
		if err == nil {
			_ = s.Close()
			t.Fatal("it was opened")
		}
		if curation.KindOf(err) != curation.Invalid || !strings.Contains(err.Error(), "made by a newer Pickwick") || !strings.Contains(err.Error(), "999") {
			t.Errorf("got %v", err)
		}
		sqlOn(t, driver, dsn, "DELETE FROM goose_db_version WHERE version_id = 999")
		s = mustOpen(t, dsn)
		defer s.Close()
		if c, err := s.Counts(t.Context()); err != nil || c.Items != 3 {
			t.Errorf("after the refusal there are %d items (%v)", c.Items, err)
		}
	})
}

func TestAMigrationThatFailsLeavesNothing(t *testing.T) {
	const half = "-- +goose Up\nCREATE TABLE notes (id TEXT NOT NULL);\nINSERT INTO notes (id) VALUES ('a');\n"
	onBoth(t, func(t *testing.T, _, dsn string) {
		s := mustOpen(t, dsn)
		defer s.Close()
		last, err := s.Version(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("%04d_notes.sql", last+1)
		files := fstest.MapFS{name: {Data: []byte(half + "INSERT INTO nowhere (id) VALUES ('b');\n")}}
		if err := s.MigrateFrom(t.Context(), files); err == nil {
			t.Fatal("a wrong migration succeeded")
		}
		files[name].Data = []byte(half)
		for range 2 {
			if err := s.MigrateFrom(t.Context(), files); err != nil {
				t.Fatalf("after it was put right: %v", err)
			}
		}
	})
}

// oldTables is what the tables held before the text of items had a column of
// its own, and before keys were hashes.
var oldTables = []string{
	`INSERT INTO feeds (key, url, title, etag, last_modified, hash, next_poll, last_poll, last_success, last_new, failures, outcome, error)
		VALUES ('https://a.example/feed', 'https://a.example/feed', 'A', '"1"', '', 'abc', 3, 2, 2, 2, 0, 'new items', '')`,
	`INSERT INTO items (id, story_id, feed_url, published, first_seen, item) VALUES
		('a', 's-a', 'https://a.example/feed', 1000, 2000, '{"url":"https://a.example/1","title":"One \u003c\u2028 \"two\"","text":"All of it.","authors":["Jane Doe"]}'),
		('b', 's-a', 'https://b.example/feed', 3000, 4000, '{"title":"Two"}')`,
	`INSERT INTO story_keys (key, story_id, first_at, last_at) VALUES
		('url:https://a.example/1', 's-a', 1000, 3000),
		('title:one two', 's-a', 1000, 1000),
		('title:one two', 's-z', 900000, 900000)`,
	`INSERT INTO reps VALUES ('ana', 'Ana', 'console', '', '[]', '', '', '[]', '', '[]', '[]', 'active', '')`,
	`INSERT INTO picks VALUES ('p', 'ana', '2026-11-22', 1, 0, 'queued', '', 'cfo', 'others', 's-a', '{"id":"a","text":"All of it."}',
		1, '[]', '', 0, 0, 0, 0, '', 0, 0, '', 0)`,
}

func TestOlderTablesAreBroughtUpToDate(t *testing.T) {
	for _, version := range []int64{2, 3, 4} {
		t.Run(fmt.Sprint("from ", version), func(t *testing.T) {
			onBoth(t, func(t *testing.T, driver, dsn string) {
				if driver == "sqlite" && version == 2 {
					version = 1 // the second is for PostgreSQL alone
				}
				if err := store.MigrateTo(t.Context(), dsn, min(version, 3)); err != nil {
					t.Fatal(err)
				}
				sqlOn(t, driver, dsn, oldTables...)
				if err := store.MigrateTo(t.Context(), dsn, version); err != nil {
					t.Fatal(err)
				}
				s := mustOpen(t, dsn)
				defer s.Close()
				upToDate(t, s)
			})
		})
	}
}

// upToDate checks that what oldTables tell is still told.
func upToDate(t *testing.T, s *store.Store) {
	t.Helper()
	want := curation.Item{
		ID: "a", StoryID: "s-a", FeedURL: "https://a.example/feed", URL: "https://a.example/1", Title: "One <\u2028 \"two\"", Text: "All of it.",
		Authors: []string{"Jane Doe"}, Published: time.UnixMilli(1000).UTC(), FirstSeen: time.UnixMilli(2000).UTC(),
	}
	if got, err := s.Item(t.Context(), "a"); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("the item is %+v (%v), want %+v", got, err, want)
	}
	if p, err := s.Pick(t.Context(), "p"); err != nil || p.Item.Text != "All of it." {
		t.Errorf("the pick is of %+v (%v)", p.Item, err)
	}
	entry := func(id string, at int64, keys ...curation.StoryKey) curation.Entry {
		return curation.Entry{Item: curation.Item{ID: id, Title: id, Published: time.UnixMilli(at)}, Keys: keys}
	}
	added, err := s.SavePolls(t.Context(), []curation.Polled{{
		State: curation.FeedState{URL: "https://c.example/feed", LastPoll: noon},
		Items: []curation.Entry{
			entry("a", 1000), // known, and with its text in a column from now on
			entry("by link", 1e12, curation.StoryKey{Key: "url:https://a.example/1"}),
			entry("by title", 1500, curation.StoryKey{Key: "title:one two", Within: time.Second}),
			entry("by the later title", 899_500, curation.StoryKey{Key: "title:one two", Within: time.Second}),
			entry("by none", 450_000, curation.StoryKey{Key: "title:one two", Within: time.Second}),
		},
	}})
	if err != nil || added[0] != 4 {
		t.Fatalf("%v items were new (%v), want 4", added, err)
	}
	for id, story := range map[string]string{
		"a": "s-a", "b": "s-a", "by link": "s-a", "by title": "s-a", "by the later title": "s-z", "by none": "s-by none",
	} {
		if got, err := s.Item(t.Context(), id); err != nil || got.StoryID != story {
			t.Errorf("%q tells the story %q (%v), want %q", id, got.StoryID, err, story)
		}
	}
	if a, err := s.Item(t.Context(), "a"); err != nil || a.Text != "" {
		t.Errorf("an item that lost its text has %q (%v)", a.Text, err)
	}
}

func TestOpeningAtOnceMigratesOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, _, dsn string) {
		errs := make([]error, 6)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				s, err := store.Open(t.Context(), dsn)
				if err == nil {
					_, err = s.Counts(t.Context())
					_ = s.Close()
				}
				errs[i] = err
			})
		}
		wg.Wait()
		for _, err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
	})
}

func TestAMigrationCanBeForPostgresAlone(t *testing.T) {
	files := fstest.MapFS{
		"0001_a.sql": {}, "0002_b.sql": {}, "0002_b.postgres.sql": {}, "0003_c.postgres.sql": {}, "readme.md": {},
	}
	for name, want := range map[string][]string{
		"sqlite3":  {"0002_b.postgres.sql", "0003_c.postgres.sql"},
		"postgres": {"0002_b.sql", "0003_c.sql"},
	} {
		got, err := store.Foreign(files, name)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s leaves out %q (%v), want %q", name, got, err, want)
		}
	}
}
