package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"

	"example.com/pickwick/internal/curation"
)

// attempts is how often something is tried that a lost connection or another
// transaction undid.
const attempts = 9

// runner is a pool or a transaction.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// scanner is a row.
type scanner interface{ Scan(dest ...any) error }

// change runs fn in one transaction, which is on disk when change returns nil.
// A transaction that surely had no effect is tried again, so fn must set its
// results, never add to them.
func (s *Store) change(ctx context.Context, doing string, fn func(tx *sql.Tx) error) error {
	return s.fail(doing, s.persist(ctx, func() error { return s.try(ctx, fn) }))
}

// read reads every row of the result of a query.
func read[T any](ctx context.Context, s *Store, doing string, scan func(scanner) (T, error), query string, args ...any) (list []T, err error) {
	err = s.persist(ctx, func() error {
		list, err = rows(ctx, s.read, scan, query, args...)
		return err
	})
	return list, s.fail(doing, err)
}

// stream gives the rows of the result of a query one at a time, as they were
// when it began, whatever is written meanwhile. An error comes last, with a
// row that means nothing.
func stream[T any](ctx context.Context, s *Store, doing string, scan func(scanner) (T, error), query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		var rs *sql.Rows
		err := s.persist(ctx, func() (err error) {
			rs, err = s.read.QueryContext(ctx, query, cleaned(args)...) //nolint:rowserrcheck,sqlclosecheck // both are below
			return err
		})
		if err != nil {
			yield(none, s.fail(doing, err))
			return
		}
		defer rs.Close() //nolint:errcheck // Err below says what went wrong
		for rs.Next() && ctx.Err() == nil {
			v, err := scan(rs)
			if err != nil {
				yield(none, s.fail(doing, err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
		if err := cmp.Or(rs.Err(), ctx.Err()); err != nil {
			yield(none, s.fail(doing, err))
		}
	}
}

// persist does something again while that may well help.
func (s *Store) persist(ctx context.Context, do func() error) (err error) {
	for tried := range attempts {
		if err = do(); err == nil || ctx.Err() != nil || !s.dialect.again(err, tried+1) {
			break
		}
	}
	return err
}

func (s *Store) try(ctx context.Context, fn func(tx *sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	ticket, err := s.dialect.begin(ctx, tx)
	if err == nil {
		err = fn(tx)
	}
	if err != nil {
		_ = tx.Rollback() // a transaction that is not committed has no effect, whatever this says
		return err
	}
	if err := tx.Commit(); err != nil {
		done, err := s.dialect.settle(ctx, s.write, ticket, err)
		if !done {
			return err
		}
	}
	return nil
}

// exec runs a statement and counts the rows that it touched.
func exec(ctx context.Context, r runner, query string, args ...any) (int, error) {
	res, err := r.ExecContext(ctx, query, cleaned(args)...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// rows runs a query and reads every row of its result.
func rows[T any](ctx context.Context, r runner, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rs, err := r.QueryContext(ctx, query, cleaned(args)...)
	if err != nil {
		return nil, err
	}
	defer rs.Close() //nolint:errcheck // Err below says what went wrong
	var out []T
	for rs.Next() {
		v, err := scan(rs)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rs.Err()
}

// only is the one row of a result, or a curation.NotFound error.
func only[T any](list []T, err error, what, id string) (one T, _ error) {
	switch {
	case err != nil:
		return one, err
	case len(list) == 0:
		return one, curation.Errorf(curation.NotFound, "there is no %s %q", what, id)
	}
	return list[0], nil
}

// cleaned applies clean to the texts among the arguments of a statement.
func cleaned(args []any) []any {
	for i, a := range args {
		if t, ok := a.(string); ok {
			args[i] = clean(t)
		}
	}
	return args
}

// clean leaves out what PostgreSQL takes in no text and SQLite would take: NUL
// and bytes that are not UTF-8. So both hold and find the same.
func clean(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// indexable is a text cut to what an index takes: PostgreSQL refuses entries
// longer than 2,704 bytes. What is cut off lives on in a hash.
func indexable(s string) string {
	const most = 512
	if len(s) <= most {
		return s
	}
	return clean(s[:most-2*sha256.Size]) + fmt.Sprintf("%x", sha256.Sum256([]byte(s)))
}

// longestID is the length of the longest ID in bytes: ours are hashes, and
// those that people choose are words.
const longestID = 200

func checkID(what, id string) error {
	switch {
	case id == "":
		return curation.Errorf(curation.Invalid, "the %s has no ID", what)
	case len(id) > longestID:
		return curation.Errorf(curation.Invalid, "the ID of the %s is longer than %d bytes: %.20q…", what, longestID, id)
	}
	return nil
}
