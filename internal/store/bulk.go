package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
)

// lookups is how many values are looked up by one statement.
const lookups = 64

// insert writes a row for each element of list, whose values row adds to args:
// head, then the rows, then tail. The texts among the values must be clean.
func insert[T any](ctx context.Context, s *Store, tx *sql.Tx, head string, columns int, tail string,
	list []T, row func(args []any, v T) []any,
) error {
	size := s.dialect.rows()
	args := make([]any, 0, min(size, len(list))*columns)
	return repeat(ctx, tx, list, size, func(n int) string { return head + values(n, columns) + tail },
		func(st *sql.Stmt, part []T) error {
			args = args[:0]
			for _, v := range part {
				args = row(args, v)
			}
			_, err := st.ExecContext(ctx, args...)
			return err
		})
}

// each reads the rows that a query finds for a list of values, in which its IN looks.
func each[T any](ctx context.Context, tx *sql.Tx, query string, list []T, row func(r scanner) error) error {
	return repeat(ctx, tx, list, lookups, func(n int) string { return query + values(1, n) },
		func(st *sql.Stmt, part []T) error {
			rs, err := st.QueryContext(ctx, anys(part)...)
			if err != nil {
				return err
			}
			defer rs.Close() //nolint:errcheck // Err below says what went wrong
			for rs.Next() {
				if err := row(rs); err != nil {
					return err
				}
			}
			return rs.Err()
		})
}

// repeat calls do with successive parts of list, each as long as size but for
// the last, and with the statement for a part of that length.
func repeat[T any](ctx context.Context, tx *sql.Tx, list []T, size int, query func(n int) string, do func(st *sql.Stmt, part []T) error) error {
	var st *sql.Stmt
	prepared := 0
	for part := range slices.Chunk(list, size) {
		if len(part) != prepared {
			var err error
			// It ends with the transaction.
			if st, err = tx.PrepareContext(ctx, query(len(part))); err != nil { //nolint:sqlclosecheck // as said
				return err
			}
			prepared = len(part)
		}
		if err := do(st, part); err != nil {
			return err
		}
	}
	return nil
}

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

// values writes n rows of numbered parameters: ($1, $2), ($3, $4).
func values(n, columns int) string {
	var b strings.Builder
	for row := range n {
		if row > 0 {
			b.WriteString(", ")
		}
		for col := range columns {
			if col == 0 {
				b.WriteString("($")
			} else {
				b.WriteString(", $")
			}
			b.WriteString(strconv.Itoa(row*columns + col + 1))
		}
		b.WriteByte(')')
	}
	return b.String()
}
