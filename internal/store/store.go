// Package store keeps feeds, items, reps and picks in a database: a SQLite
// file, or PostgreSQL. One text of SQL serves both; what differs between them
// is a dialect.
//
// A call that returns without an error has its result on disk. Every failure
// that a person can do something about carries a curation kind and says what.
package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"example.com/pickwick/internal/curation"
)

// Store is the database. It is safe for concurrent use.
type Store struct {
	dialect dialect
	write   *sql.DB
	read    *sql.DB // the same as write, or a pool that refuses to write
}

// dialect is what differs between the two databases.
type dialect interface {
	// open makes the pools, without asking the database anything yet.
	open() (write, read *sql.DB, err error)

	// check refuses a database that can't be used, such as one too old.
	check(ctx context.Context, db *sql.DB) error

	// damaged looks at every page and says what is wrong; "" when nothing is.
	damaged(ctx context.Context, db *sql.DB) (string, error)

	// name is how goose calls the database, and the middle part of the names
	// of migrations that are its own.
	name() string

	// forUpdate ends a SELECT whose rows the transaction is about to depend on.
	forUpdate() string

	// rows is how many rows are best written by one statement.
	rows() int

	// begin starts a transaction; settle can tell by its ticket what became of it.
	begin(ctx context.Context, tx *sql.Tx) (ticket string, err error)

	// alone waits until no other transaction is alone under the same name.
	alone(ctx context.Context, tx *sql.Tx, name string) error

	// settle finds out whether a transaction whose COMMIT failed took place.
	settle(ctx context.Context, db *sql.DB, ticket string, cause error) (committed bool, err error)

	// again reports whether something that failed had no effect, and may well
	// succeed though it was tried so often.
	again(err error, tried int) bool

	// explain puts an error of the driver in words for people; "" when it has none.
	explain(err error) (curation.Kind, string)

	// lock takes a lock between processes, waiting for it or failing with a
	// curation.Conflict error.
	lock(ctx context.Context, name string, wait bool) (unlock func(), err error)

	// close frees what open made besides the pools.
	close() error
}

// Open opens a database, makes it if it is a SQLite file that does not exist,
// and brings its tables up to date. A dsn is the path of a SQLite file, or a
// postgres:// address. Errors are curation.Invalid when the dsn or what it
// names can't be used, and curation.Unavailable when it can't be reached now.
func Open(ctx context.Context, dsn string) (*Store, error) {
	d, err := dialectOf(dsn)
	if err != nil {
		return nil, err
	}
	return open(ctx, d)
}

func dialectOf(dsn string) (dialect, error) {
	scheme, _, ok := strings.Cut(dsn, "://")
	switch {
	case dsn == "":
		return nil, curation.Errorf(curation.Invalid, "no database is named: set database to a file name or a postgres:// address")
	case !ok:
		return newSQLite(dsn)
	case scheme == "postgres" || scheme == "postgresql":
		return newPostgres(dsn)
	}
	return nil, curation.Errorf(curation.Invalid, "a database can't be reached by %s://: use a file name or a postgres:// address", scheme)
}

func open(ctx context.Context, d dialect) (*Store, error) {
	w, r, err := d.open()
	if err != nil {
		return nil, err
	}
	s := &Store{dialect: d, write: w, read: r}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(s.fail("open the database", err), s.Close())
	}
	return s, nil
}

func (s *Store) prepare(ctx context.Context) error {
	if err := s.write.PingContext(ctx); err != nil {
		return err
	}
	if err := s.dialect.check(ctx, s.write); err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	return s.read.PingContext(ctx)
}

// Close closes the database. Nothing may be used after.
func (s *Store) Close() error {
	var err error
	if s.read != s.write {
		err = s.read.Close()
	}
	return errors.Join(err, s.write.Close(), s.dialect.close())
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return s.fail("reach the database", s.read.QueryRowContext(ctx, "SELECT 1 FROM (SELECT COUNT(*) FROM feeds) AS f").Scan(&one))
}

// Check looks for damage in the whole file of a SQLite database, which takes
// as long as reading it. It returns a curation.Invalid error that says what to do.
func (s *Store) Check(ctx context.Context) error {
	found, err := s.dialect.damaged(ctx, s.read)
	if err == nil && found != "" {
		err = curation.Errorf(curation.Invalid, "the database is damaged: stop Pickwick and put a backup in its place (%s)", found)
	}
	return s.fail("check the database", err)
}

// Lock takes a lock by name, between processes that use the same database. It
// blocks until the lock is held or ctx ends. The lock is released by unlock,
// or when the process dies. A name is lower-case letters, digits and hyphens.
func (s *Store) Lock(ctx context.Context, name string) (unlock func(), err error) {
	return s.dialect.lock(ctx, name, true)
}

// TryLock is Lock without waiting: it fails with a curation.Conflict error if
// somebody holds the lock.
func (s *Store) TryLock(ctx context.Context, name string) (unlock func(), err error) {
	return s.dialect.lock(ctx, name, false)
}

// fail gives an error its kind and its words, once.
func (s *Store) fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *curation.Error
	if errors.As(err, &known) {
		return err
	}
	if kind, words := s.dialect.explain(err); words != "" {
		return &curation.Error{Kind: kind, Message: "can't " + doing + ": " + words, Err: err}
	}
	return &curation.Error{Kind: curation.Internal, Message: "can't " + doing + ": " + err.Error(), Err: err}
}
