// Package pgtest gives tests a PostgreSQL database each. It is for tests only.
//
// With PICKWICK_TEST_POSTGRES set to the address of a server, databases are
// made there, by a user who may make them. Otherwise a throw-away server is
// started from the programs on this machine, on a Unix socket in a temporary
// folder. Where neither can be had, tests are skipped, or fail if CI is "true"
// or PICKWICK_REQUIRE_POSTGRES is set.
package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Cluster is a server that starts when the first test asks for a database.
// Keep one for a test binary, and stop it at the end of TestMain.
type Cluster struct {
	once  sync.Once
	admin string // address of the database from which others are made
	stop  func()
	err   error
}

// Database makes an empty database for a test and returns its address. The
// database is dropped when the test ends.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	c.once.Do(func() {
		if c.admin = os.Getenv("PICKWICK_TEST_POSTGRES"); c.admin == "" {
			c.admin, c.stop, c.err = start()
		}
	})
	if c.err != nil {
		say := t.Skipf
		if os.Getenv("CI") == "true" || os.Getenv("PICKWICK_REQUIRE_POSTGRES") != "" {
			say = t.Fatalf
		}
		say("no PostgreSQL: %v. Install it (Debian: apt-get install postgresql), or set PICKWICK_TEST_POSTGRES to the address of a server", c.err)
	}
	admin, err := sql.Open("pgx", c.admin)
	if err != nil {
		t.Fatal(err)
	}
	name := "pickwick_test_" + strings.ToLower(rand.Text()[:12])
	if err := create(t.Context(), admin, name); err != nil {
		t.Fatalf("make a database for the test: %v", err)
	}
	t.Cleanup(func() {
		defer admin.Close() //nolint:errcheck // the database is gone by then
		if _, err := admin.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the database of the test: %v", err)
		}
	})
	dsn, err := addressOf(c.admin, name)
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

// create makes a database that sorts as English does, where the server can:
// whoever relies on the order of bytes by chance is found out.
func create(ctx context.Context, admin *sql.DB, name string) error {
	_, err := admin.ExecContext(ctx, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'")
	if err != nil {
		_, err = admin.ExecContext(ctx, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8'")
	}
	return err
}

// addressOf is the address of another database on the same server.
func addressOf(admin, name string) (string, error) {
	u, err := url.Parse(admin)
	if err != nil {
		return "", fmt.Errorf("PICKWICK_TEST_POSTGRES is not a postgres:// address: %w", err)
	}
	u.Path = "/" + name
	return u.String(), nil
}

// Stop stops the server if this Cluster started it.
func (c *Cluster) Stop() {
	if c.stop != nil {
		c.stop()
	}
}
