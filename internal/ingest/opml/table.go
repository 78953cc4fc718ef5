package opml

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
)

// readTable reads a table, by the names of its columns; or, without such, by
// what stands in its first row: one column of addresses, perhaps with others.
func (l *list) readTable(text []byte) error {
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.LazyQuotes, in.FieldsPerRecord, in.ReuseRecord = separator(text), true, -1, true
	var columns []role
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return curation.Errorf(curation.Invalid, "it can't be read as a table: %w", err)
		}
		line, _ := in.FieldPos(0)
		if strings.HasPrefix(row[0], "# ") {
			continue // a remark
		}
		if columns == nil {
			var named bool
			if columns, named = header(row); named {
				continue
			}
			if columns == nil {
				return curation.Errorf(curation.Invalid, "it is no list of feeds: a table needs a column named feed_url, xmlUrl or url, and OPML begins with <opml>")
			}
		}
		r := record{line: line}
		for i, value := range row {
			if i < len(columns) {
				r.set(columns[i], value)
			}
		}
		e, ok := r.entry(nil)
		if (ok || strings.TrimSpace(strings.Join(row, "")) != "") && !l.add(e) {
			break
		}
	}
	return nil
}

// separator is the most frequent of those in use in the first line.
func separator(text []byte) rune {
	first, _, _ := bytes.Cut(bytes.TrimLeft(text, "\r\n"), []byte("\n"))
	best, most := ',', 0
	for _, s := range ",;\t|" {
		if n := bytes.Count(first, []byte(string(s))); n > most {
			best, most = s, n
		}
	}
	return best
}

// isBare reports an address as people type it, such as treasury.example/feed.
func isBare(s string) bool {
	_, err := address.Clean(s)
	return err == nil
}

// header tells the columns of a table from its first row; named says that this
// row is not one of the table itself. It is nil when there is no address.
func header(row []string) (columns []role, named bool) {
	for _, name := range row {
		columns = append(columns, roleOf(name))
	}
	holds := func(r role) bool { return slices.Contains(columns, r) }
	alone := len(row) == 1 && isBare(row[0])
	isAddress := func(s string) bool {
		return address.IsWeb(strings.TrimSpace(s)) || alone && strings.Contains(s, "/")
	}
	if (holds(feed) || holds(anywhere)) && !slices.ContainsFunc(row, isAddress) {
		return columns, true
	}
	at := slices.IndexFunc(row, isAddress)
	if alone {
		at = 0
	}
	if at < 0 {
		return nil, false
	}
	columns = make([]role, len(row))
	columns[at] = anywhere
	for i := range columns {
		if i != at {
			columns[i] = title
			break
		}
	}
	return columns, false
}
