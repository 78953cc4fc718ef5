//go:build unix

package feedload_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/mmcdole/gofeed"
	"golang.org/x/sync/errgroup"
	_ "modernc.org/sqlite"
)

// floor does the least that any reader of feeds must do with these libraries:
// get, parse with gofeed, strip the text, insert in batches. It has neither
// limits nor care.
type floor struct {
	client     *http.Client
	db         *sql.DB
	urls       []string
	total      int
	validators []http.Header // of each feed's last answer
}

func newFloor(ctx context.Context, j job) (worker, error) {
	dsn := "file:" + filepath.Join(j.Dir, "floor.db") + "?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(ctx, `CREATE TABLE items (id TEXT PRIMARY KEY, feed TEXT, url TEXT, title TEXT, summary TEXT, text TEXT, author TEXT, published INTEGER) WITHOUT ROWID`)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	total := max(j.Total, 64)
	transport := &http.Transport{DisableCompression: true, MaxIdleConns: total, MaxIdleConnsPerHost: total}
	return &floor{&http.Client{Transport: transport}, db, j.URLs, total, make([]http.Header, len(j.URLs))}, nil
}

func (f *floor) close() error {
	f.client.CloseIdleConnections()
	return f.db.Close()
}

func (f *floor) score(context.Context) error { return nil } // it has no personas

// row is an item as it is inserted.
type row [8]any

func (f *floor) poll(ctx context.Context, o order) (r report, err error) {
	parsed := make(chan []row, f.total)
	saved := make(chan error, 1)
	go func() { saved <- f.save(ctx, parsed, &r.New) }()
	var work errgroup.Group
	work.SetLimit(f.total)
	for i := range f.urls {
		work.Go(func() error {
			body, err := f.get(ctx, i)
			if err != nil || o.Bare || body == nil {
				return err
			}
			rows, err := readRows(f.urls[i], body)
			parsed <- rows
			return err
		})
	}
	err = work.Wait()
	close(parsed)
	return r, errors.Join(err, <-saved)
}

// get is the body, or nil when it has not changed.
func (f *floor) get(ctx context.Context, i int) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.urls[i], nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	for ours, theirs := range map[string]string{"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"} {
		if v := f.validators[i].Get(theirs); v != "" {
			req.Header.Set(ours, v)
		}
	}
	res, err := f.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusNotModified {
		return nil, nil
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", res.StatusCode)
	}
	f.validators[i] = res.Header
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func readRows(url string, body []byte) ([]row, error) {
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	rows := make([]row, len(feed.Items))
	for i, it := range feed.Items {
		published, author := time.Time{}, ""
		if it.PublishedParsed != nil {
			published = *it.PublishedParsed
		}
		if len(it.Authors) > 0 {
			author = it.Authors[0].Name
		}
		rows[i] = row{url + " " + it.GUID, url, it.Link, it.Title, stripped(it.Description), stripped(it.Content), author, published.UnixMilli()}
	}
	return rows, nil
}

// stripped leaves out what stands between < and >.
func stripped(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for s != "" {
		text, rest, _ := strings.Cut(s, "<")
		b.WriteString(text)
		_, s, _ = strings.Cut(rest, ">")
	}
	return html.UnescapeString(b.String())
}

// save inserts the feeds that are ready, up to 64 in one transaction, 64 rows
// in one statement.
func (f *floor) save(ctx context.Context, parsed <-chan []row, added *int) error {
	for rows := range parsed {
		for range min(len(parsed), 63) {
			rows = append(rows, <-parsed...)
		}
		tx, err := f.db.BeginTx(ctx, nil)
		if err != nil {
			return drain(parsed, err)
		}
		for len(rows) > 0 && err == nil {
			part := rows[:min(64, len(rows))]
			rows = rows[len(part):]
			var args []any
			for _, r := range part {
				args = append(args, r[:]...)
			}
			var res sql.Result
			res, err = tx.ExecContext(ctx, `INSERT OR IGNORE INTO items VALUES `+strings.TrimSuffix(strings.Repeat("(?,?,?,?,?,?,?,?),", len(part)), ","), args...)
			if err == nil {
				n, _ := res.RowsAffected() // SQLite always knows
				*added += int(n)
			}
		}
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			return drain(parsed, errors.Join(err, tx.Rollback()))
		}
	}
	return nil
}

// drain lets those go on who would wait to hand something over.
func drain(parsed <-chan []row, err error) error {
	for range parsed {
	}
	return err
}
