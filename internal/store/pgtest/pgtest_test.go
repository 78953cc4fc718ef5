package pgtest_test

import (
	"database/sql"
	"os"
	"testing"

	"example.com/pickwick/internal/store/pgtest"
)

var cluster pgtest.Cluster

func TestMain(m *testing.M) {
	code := m.Run()
	cluster.Stop()
	os.Exit(code)
}

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	for range 2 {
		db, err := sql.Open("pgx", cluster.Database(t))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), "CREATE TABLE mine (n INT)"); err != nil {
			t.Errorf("the database is not empty: %v", err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDatabasesAreDroppedWithTheirTest(t *testing.T) {
	var dsn string
	t.Run("a test", func(t *testing.T) { dsn = cluster.Database(t) })
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.PingContext(t.Context()); err == nil {
		t.Error("the database outlived its test")
	}
}
