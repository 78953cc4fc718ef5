package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/gofrs/flock"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"example.com/pickwick/internal/curation"
)

const (
	// oldestSQLite is the first version without the bug that can corrupt a
	// database when its write-ahead log starts anew (sqlite.org/wal.html).
	oldestSQLite = "3.51.3"

	// What is measured to help when many items are saved: two of a usual
	// length on a page of a new file (an old one keeps its size); room for all
	// that a transaction changes, in KiB, so that it is written once; and so
	// many pages that the log moves to the file less often.
	pageSize        = "page_size(8192)"
	writeCache      = "cache_size(-8192)"
	checkpointAfter = "wal_autocheckpoint(2000)"

	// readers is how many connections read at once.
	readers = 4

	// lockPoll is how often a lock file that somebody holds is tried again:
	// flock has no wait that a context can end.
	lockPoll = 20 * time.Millisecond
)

// sqliteDialect is a SQLite file: one connection writes, several read.
type sqliteDialect struct {
	path  string
	extra url.Values // more connection settings, for tests
}

func newSQLite(path string) (*sqliteDialect, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, curation.Errorf(curation.Invalid, "the database %q is no usable file name: %w", path, err)
	}
	if i, err := os.Stat(abs); err == nil && i.IsDir() {
		return nil, curation.Errorf(curation.Invalid, "the database %s is a folder: name a file in it", abs)
	}
	dir := filepath.Dir(abs)
	switch i, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, curation.Errorf(curation.Invalid, "the database can't be made: there is no folder %s; make it, or name another file", dir)
	case err != nil:
		return nil, curation.Errorf(curation.Invalid, "the folder of the database can't be used: %w", err)
	case !i.IsDir():
		return nil, curation.Errorf(curation.Invalid, "the database can't be made: %s is not a folder", dir)
	}
	return &sqliteDialect{path: abs}, nil
}

func (d *sqliteDialect) open() (write, read *sql.DB, err error) {
	if write, err = d.pool(1, writeCache, checkpointAfter); err != nil {
		return nil, nil, err
	}
	if read, err = d.pool(readers, "query_only(1)"); err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	return write, read, nil
}

func (d *sqliteDialect) pool(size int, pragmas ...string) (*sql.DB, error) {
	c, err := d.connector(pragmas...)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, nil
}

// connector makes connections of which every transaction takes the write lock
// at its start: one that reads first fails at once when another has written
// meanwhile, whatever its busy_timeout.
func (d *sqliteDialect) connector(pragmas ...string) (driver.Connector, error) {
	q := url.Values{"_txlock": {"immediate"}}
	for k, v := range d.extra {
		q[k] = v
	}
	q["_pragma"] = append(q["_pragma"], pageSize, "busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)")
	q["_pragma"] = append(q["_pragma"], pragmas...)
	dsn := url.URL{Scheme: "file", Path: d.path, RawQuery: q.Encode()}
	c, err := sqlite.NewConnector(dsn.String())
	if err != nil {
		return nil, curation.Errorf(curation.Invalid, "the database %s can't be opened: %w", d.path, err)
	}
	return c, nil
}

func (d *sqliteDialect) check(ctx context.Context, db *sql.DB) error {
	var version string
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return err
	}
	return checkSQLite(version)
}

func checkSQLite(version string) error {
	var have, want [3]int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &have[0], &have[1], &have[2]); err != nil {
		return fmt.Errorf("SQLite gives its version as %q: %w", version, err)
	}
	if _, err := fmt.Sscanf(oldestSQLite, "%d.%d.%d", &want[0], &want[1], &want[2]); err != nil {
		return err
	}
	for i := range have {
		if have[i] != want[i] {
			if have[i] > want[i] {
				return nil
			}
			return curation.Errorf(curation.Invalid, "this program was built with SQLite %s, which can damage a database: build it with %s or newer", version, oldestSQLite)
		}
	}
	return nil
}

func (*sqliteDialect) damaged(ctx context.Context, db *sql.DB) (string, error) {
	var found string
	err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&found)
	if found == "ok" {
		found = ""
	}
	return found, err
}

func (*sqliteDialect) name() string                                   { return "sqlite3" }
func (*sqliteDialect) forUpdate() string                              { return "" }
func (*sqliteDialect) rows() int                                      { return 1 }
func (*sqliteDialect) begin(context.Context, *sql.Tx) (string, error) { return "", nil }
func (*sqliteDialect) alone(context.Context, *sql.Tx, string) error   { return nil }
func (*sqliteDialect) close() error                                   { return nil }

// again is worth it once more when others wrote all the while: SQLite wakes
// those who wait in no order, so that one can be unlucky.
func (*sqliteDialect) again(err error, tried int) bool {
	var e *sqlite.Error
	return tried == 1 && errors.As(err, &e) && e.Code()&0xff == lib.SQLITE_BUSY
}

// settle knows that a COMMIT that failed in this process had no effect.
func (*sqliteDialect) settle(_ context.Context, _ *sql.DB, _ string, cause error) (bool, error) {
	return false, cause
}

func (d *sqliteDialect) explain(err error) (curation.Kind, string) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return curation.Internal, ""
	}
	switch e.Code() & 0xff { // the rest of an extended code only refines it
	case lib.SQLITE_NOTADB:
		return curation.Invalid, fmt.Sprintf("%s is not a database of Pickwick: name another file", d.path)
	case lib.SQLITE_CORRUPT:
		return curation.Invalid, fmt.Sprintf("the database %s is damaged: stop Pickwick and put a backup in its place", d.path)
	case lib.SQLITE_FULL:
		return curation.Unavailable, fmt.Sprintf("the disk that holds %s is full: free some space; nothing that was confirmed is lost", d.path)
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return curation.Invalid, fmt.Sprintf("this user may not write to %s or its folder: change their permissions", d.path)
	case lib.SQLITE_CANTOPEN, lib.SQLITE_AUTH:
		return curation.Invalid, fmt.Sprintf("%s can't be opened: check that this user may read and write it and its folder", d.path)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return curation.Unavailable, fmt.Sprintf("another program is writing to %s: try again in a moment", d.path)
	case lib.SQLITE_IOERR:
		return curation.Unavailable, fmt.Sprintf("the disk that holds %s fails: %s", d.path, e.Error())
	case lib.SQLITE_CONSTRAINT:
		if e.Code() == lib.SQLITE_CONSTRAINT_UNIQUE || e.Code() == lib.SQLITE_CONSTRAINT_PRIMARYKEY {
			return curation.Conflict, "something else has that ID already"
		}
	}
	return curation.Internal, ""
}

var lockName = regexp.MustCompile(`^[a-z0-9-]+$`)

// lock locks a file beside the database. The file stays: removing it would let
// a process lock a file that another can't see.
func (d *sqliteDialect) lock(ctx context.Context, name string, wait bool) (func(), error) {
	if !lockName.MatchString(name) {
		return nil, curation.Errorf(curation.Invalid, "%q is no name for a lock", name)
	}
	f := flock.New(d.path+"."+name+".lock", flock.SetPermissions(0o600))
	var held bool
	var err error
	if wait {
		held, err = f.TryLockContext(ctx, lockPoll)
	} else {
		held, err = f.TryLock()
	}
	if errors.Is(err, fs.ErrPermission) {
		return nil, curation.Errorf(curation.Invalid, "this user may not write to the folder of %s: change its permissions", d.path)
	}
	if err != nil {
		return nil, fmt.Errorf("lock %q of %s: %w", name, d.path, err)
	}
	if !held {
		return nil, curation.Errorf(curation.Conflict, "another process holds the lock %q of %s", name, d.path)
	}
	return func() { _ = f.Unlock() }, nil
}
