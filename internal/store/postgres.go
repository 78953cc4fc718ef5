package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"example.com/pickwick/internal/curation"
)

const (
	// connections is how many a process opens at most, besides one for each
	// lock that it holds or waits for. A server that restarts breaks all of
	// them, and each is found out by one attempt.
	connections = attempts - 1

	// settlePoll is how often a server is asked again about a transaction
	// that it has not ended yet.
	settlePoll = 50 * time.Millisecond
)

// postgresDialect is a PostgreSQL database, version 13 or newer.
type postgresDialect struct {
	config *pgx.ConnConfig
	locks  *sql.DB // a connection for each lock, so that waiting starves nobody
}

func newPostgres(dsn string) (*postgresDialect, error) {
	c, err := pgx.ParseConfig(dsn)
	if err != nil { // the cause would quote the address, which may hold a password
		return nil, curation.Errorf(curation.Invalid, "the address of the database is not understood: write postgres://user@host:port/name")
	}
	if c.RuntimeParams["application_name"] == "" {
		c.RuntimeParams["application_name"] = "pickwick"
	}
	return &postgresDialect{config: c}, nil
}

func (d *postgresDialect) open() (write, read *sql.DB, err error) {
	db := stdlib.OpenDB(*d.config, stdlib.OptionAfterConnect(durable))
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxIdleTime(5 * time.Minute)
	d.locks = stdlib.OpenDB(*d.config)
	d.locks.SetMaxIdleConns(-1)
	return db, db, nil
}

// durable sees to it that a COMMIT that returns is on disk.
func durable(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`)
	return err
}

func (*postgresDialect) check(ctx context.Context, db *sql.DB) error {
	var version int
	if err := db.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::int").Scan(&version); err != nil {
		return err
	}
	if version < 130000 {
		return curation.Errorf(curation.Invalid, "the database server runs PostgreSQL %d: Pickwick needs 13 or newer", version/10000)
	}
	return nil
}

// damaged finds nothing: a server has tools of its own for that.
func (*postgresDialect) damaged(context.Context, *sql.DB) (string, error) { return "", nil }

func (*postgresDialect) name() string      { return "postgres" }
func (*postgresDialect) forUpdate() string { return " FOR UPDATE" }
func (*postgresDialect) rows() int         { return 64 }
func (d *postgresDialect) close() error    { return d.locks.Close() }

// begin asks for the transaction's number while it can still be had.
func (*postgresDialect) begin(ctx context.Context, tx *sql.Tx) (ticket string, err error) {
	err = tx.QueryRowContext(ctx, "SELECT pg_current_xact_id()::text").Scan(&ticket)
	return ticket, err
}

func (*postgresDialect) alone(ctx context.Context, tx *sql.Tx, name string) error {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", lockKey(name))
	return err
}

// settle asks the server what became of a transaction whose COMMIT got no
// answer. While the server still works on it, settle waits.
func (d *postgresDialect) settle(ctx context.Context, db *sql.DB, ticket string, cause error) (bool, error) {
	var answer *pgconn.PgError
	switch {
	case errors.As(cause, &answer) && !lost(cause), errors.Is(cause, pgx.ErrTxCommitRollback), errors.Is(cause, sql.ErrTxDone):
		return false, cause // the server said no, or was never asked
	case errors.Is(cause, context.Canceled), errors.Is(cause, context.DeadlineExceeded):
		return false, cause // nobody waits for the outcome any more
	}
	tick := time.NewTicker(settlePoll)
	defer tick.Stop()
	for {
		var status sql.NullString
		if err := db.QueryRowContext(ctx, "SELECT pg_xact_status($1::xid8)", ticket).Scan(&status); err != nil {
			return false, fmt.Errorf("find out whether the last change was saved: %w", err)
		}
		switch status.String {
		case "committed":
			return true, nil
		case "aborted":
			return false, cause
		case "in progress":
		default:
			return false, fmt.Errorf("the server no longer knows whether the last change was saved: %w", errUnsettled)
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-tick.C:
		}
	}
}

// errUnsettled is deliberately no lost connection: it must not be replayed.
var errUnsettled = errors.New("its outcome is unknown")

func (*postgresDialect) again(err error, _ int) bool {
	var refused *pgconn.ConnectError
	if errors.As(err, &refused) {
		return false // it can last for ever, or for a long time
	}
	var e *pgconn.PgError
	if errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01") {
		return true // a serialization failure, a deadlock
	}
	return lost(err)
}

// lost reports whether the connection broke, rather than the server answered.
func lost(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return strings.HasPrefix(e.Code, "57P") // the server ends connections, or starts
	}
	var n net.Error
	return pgconn.SafeToRetry(err) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.As(err, &n)
}

func (d *postgresDialect) explain(err error) (curation.Kind, string) {
	where := fmt.Sprintf("the database %s on %s", d.config.Database, d.config.Host)
	var e *pgconn.PgError
	if errors.As(err, &e) {
		switch e.Code {
		case "23505":
			return curation.Conflict, "something else has that ID already"
		case "28P01", "28000":
			return curation.Invalid, fmt.Sprintf("%s refuses the user %s: check the name and the password", where, d.config.User)
		case "3D000":
			return curation.Invalid, fmt.Sprintf("there is no %s: make it with createdb", where[len("the "):])
		case "42501":
			return curation.Invalid, fmt.Sprintf("%s does not let the user %s do this: grant the right to make and change tables", where, d.config.User)
		case "53100":
			return curation.Unavailable, fmt.Sprintf("the disk of %s is full: free some space; nothing that was confirmed is lost", where)
		case "53300":
			return curation.Unavailable, where + " has too many connections: close some, or raise max_connections"
		case "XX001", "XX002":
			return curation.Invalid, where + " is damaged: restore a backup"
		case "25006":
			return curation.Unavailable, where + " takes no changes now: it is a stand-by, or set to read only"
		}
		if strings.HasPrefix(e.Code, "57P") {
			return curation.Unavailable, where + " is stopping or starting: try again in a moment"
		}
		return curation.Internal, ""
	}
	var c *pgconn.ConnectError
	if errors.As(err, &c) || lost(err) {
		return curation.Unavailable, where + " can't be reached: check that it runs and that its address is right"
	}
	return curation.Internal, ""
}

// lock takes an advisory lock on a connection of its own, which the server
// frees when the connection ends.
func (d *postgresDialect) lock(ctx context.Context, name string, wait bool) (func(), error) {
	if !lockName.MatchString(name) {
		return nil, curation.Errorf(curation.Invalid, "%q is no name for a lock", name)
	}
	conn, err := d.locks.Conn(ctx)
	if err != nil {
		return nil, d.lockError(name, err)
	}
	held := true
	if wait {
		_, err = conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", lockKey(name))
	} else {
		err = conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", lockKey(name)).Scan(&held)
	}
	if err != nil {
		return nil, d.lockError(name, errors.Join(err, conn.Close()))
	}
	if !held {
		_ = conn.Close()
		return nil, curation.Errorf(curation.Conflict, "another process holds the lock %q of the database %s", name, d.config.Database)
	}
	return func() {
		// Said aloud because the server notices a closed connection only later.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lockKey(name))
		_ = conn.Close()
	}, nil
}

func (d *postgresDialect) lockError(name string, err error) error {
	if kind, words := d.explain(err); words != "" {
		return &curation.Error{Kind: kind, Message: fmt.Sprintf("can't take the lock %q: %s", name, words), Err: err}
	}
	return fmt.Errorf("take the lock %q: %w", name, err)
}

// lockKey turns a name into the number that advisory locks go by. They hold
// for one database, so that only names of ours can collide.
func lockKey(name string) int64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, "pickwick:"+name)
	return int64(h.Sum64())
}
