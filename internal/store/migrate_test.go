package store_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

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

// next is all the migrations there are, and a name for the one after them.
func next(t *testing.T) (files fstest.MapFS, name string) {
	t.Helper()
	files = fstest.MapFS{}
	last := 0
	paths, err := filepath.Glob("migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		files[name] = &fstest.MapFile{Data: data}
		number, err := strconv.Atoi(name[:4])
		if err != nil {
			t.Fatal(err)
		}
		last = max(last, number)
	}
	return files, fmt.Sprintf("%04d_next.sql", last+1)
}

func TestAMigrationThatFailsLeavesNothing(t *testing.T) {
	const half = "-- +goose Up\nCREATE TABLE notes (id TEXT NOT NULL);\nINSERT INTO notes (id) VALUES ('a');\n"
	onBoth(t, func(t *testing.T, _, dsn string) {
		s := mustOpen(t, dsn)
		defer s.Close()
		files, name := next(t)
		files[name] = &fstest.MapFile{Data: []byte(half + "INSERT INTO nowhere (id) VALUES ('b');\n")}
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
