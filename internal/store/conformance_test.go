package store_test

import (
	"path/filepath"
	"testing"

	"example.com/pickwick/internal/store"
	"example.com/pickwick/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t testing.TB) func() storetest.Store {
		path := filepath.Join(t.TempDir(), "pickwick.db")
		return func() storetest.Store { return mustOpen(t, path) }
	})
}

func TestPostgres(t *testing.T) {
	storetest.Run(t, func(t testing.TB) func() storetest.Store {
		dsn := postgres.Database(t)
		return func() storetest.Store { return mustOpen(t, dsn) }
	})
}

func mustOpen(t testing.TB, dsn string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
