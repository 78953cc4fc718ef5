package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"sync/atomic"
)

// Names for the tests outside.
var (
	CheckSQLite = checkSQLite
	Foreign     = foreign
)

// OpenLimited opens a SQLite file on a disk that holds so many pages of it.
func OpenLimited(ctx context.Context, path string, pages int) (*Store, error) {
	d, err := newSQLite(path)
	if err != nil {
		return nil, err
	}
	d.extra = url.Values{"_pragma": {fmt.Sprintf("max_page_count(%d)", pages)}}
	return open(ctx, d)
}

// MigrateFrom brings the tables up to date by other files.
func (s *Store) MigrateFrom(ctx context.Context, files fs.FS) error { return s.migrateFrom(ctx, files) }

// MigrateTo makes a database as an earlier program made it.
func MigrateTo(ctx context.Context, dsn string, version int64) (err error) {
	d, err := dialectOf(dsn)
	if err != nil {
		return err
	}
	s := &Store{dialect: d}
	if s.write, s.read, err = d.open(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	p, err := s.steps(files)
	if err != nil {
		return err
	}
	_, err = p.UpTo(ctx, version)
	return err
}

// Version is the number of the last migration.
func (s *Store) Version(ctx context.Context) (n int, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT MAX(version_id) FROM goose_db_version").Scan(&n)
	return n, err
}

// OpenDeadly opens a SQLite file and calls die at the n-th thing that is asked
// of its writing connection: a statement, or the start or end of a COMMIT.
func OpenDeadly(ctx context.Context, path string, n int64, die func()) (*Store, error) {
	d, err := newSQLite(path)
	if err != nil {
		return nil, err
	}
	left := new(atomic.Int64)
	left.Store(n)
	return open(ctx, &deadlyDialect{d, func() {
		if left.Add(-1) == 0 {
			die()
		}
	}})
}

type deadlyDialect struct {
	*sqliteDialect
	step func()
}

func (d *deadlyDialect) open() (write, read *sql.DB, err error) {
	write, read, err = d.sqliteDialect.open()
	if err != nil {
		return nil, nil, err
	}
	c, err := d.connector()
	if err != nil {
		return nil, nil, err
	}
	deadly := sql.OpenDB(deadlyConnector{c, d.step})
	deadly.SetMaxOpenConns(1)
	return deadly, read, errors.Join(write.Close())
}

type deadlyConnector struct {
	driver.Connector
	step func()
}

func (c deadlyConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	return deadlyConn{conn, c.step}, err
}

// deadlyConn offers only what every driver must, so that each statement goes
// through Prepare and Exec or Query.
type deadlyConn struct {
	driver.Conn
	step func()
}

func (c deadlyConn) Prepare(query string) (driver.Stmt, error) {
	st, err := c.Conn.Prepare(query)
	return deadlyStmt{st, c.step}, err
}

type deadlyStmt struct {
	driver.Stmt
	step func()
}

func (s deadlyStmt) Exec(args []driver.Value) (driver.Result, error) {
	s.step()
	//lint:ignore SA1019 ExecContext would need more
	return s.Stmt.Exec(args) //nolint:staticcheck // as above, for the other linter
}

func (s deadlyStmt) Query(args []driver.Value) (driver.Rows, error) {
	s.step()
	//lint:ignore SA1019 QueryContext would need more
	return s.Stmt.Query(args) //nolint:staticcheck // as above, for the other linter
}

func (c deadlyConn) Begin() (driver.Tx, error) {
	//lint:ignore SA1019 BeginTx would hide Prepare
	tx, err := c.Conn.Begin() //nolint:staticcheck // as above, for the other linter
	return deadlyTx{tx, c.step}, err
}

type deadlyTx struct {
	driver.Tx
	step func()
}

func (t deadlyTx) Commit() error {
	t.step()
	err := t.Tx.Commit()
	t.step()
	return err
}
