package app

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"time"

	"example.com/pickwick/internal/ingest"
	"example.com/pickwick/internal/ingest/document"
	"example.com/pickwick/internal/ingest/fetch"
)

// ParseOptions say where Parse reads and writes.
type ParseOptions struct {
	In  io.Reader // read for the name "-"
	Out io.Writer
	Now func() time.Time
}

// maxFile is the most that Parse reads of a file, in bytes: what fetch allows a
// document by default.
const maxFile = 10 << 20

// Parse reads each feed, from a file or an address, and prints it as one line
// of JSON Feed 1.1, or {"file","error"} when it can't be read. It returns how
// many could not.
func Parse(ctx context.Context, names []string, opts ParseOptions) (failed int, err error) {
	client := fetch.New(fetch.Options{})
	defer client.Close()
	out := bufio.NewWriter(opts.Out)
	for _, name := range names {
		line, err := parseOne(ctx, client, name, opts)
		if err != nil {
			failed++
			if line, err = json.Marshal(failure{name, err.Error()}); err != nil {
				return failed, fmt.Errorf("print %s: %w", name, err)
			}
		}
		_, _ = out.Write(append(line, '\n')) // a writer that failed keeps its error for Flush
		if err := ctx.Err(); err != nil {
			return failed, err
		}
	}
	if err := out.Flush(); err != nil {
		return failed, fmt.Errorf("print the feeds: %w", err)
	}
	return failed, nil
}

// failure stands in the place of a feed that can't be read.
type failure struct {
	File  string `json:"file"`
	Error string `json:"error"`
}

func parseOne(ctx context.Context, client *fetch.Client, name string, opts ParseOptions) ([]byte, error) {
	body, meta, err := readOne(ctx, client, name, opts)
	if err != nil {
		return nil, err
	}
	feed, err := ingest.Parse(body, meta)
	if err != nil {
		return nil, err
	}
	return ingest.JSONFeed(feed)
}

func readOne(ctx context.Context, client *fetch.Client, name string, opts ParseOptions) ([]byte, document.Meta, error) {
	meta := document.Meta{Now: opts.Now()}
	if u, err := url.Parse(name); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		res, err := client.Get(ctx, fetch.Request{URL: name})
		meta.URL, meta.ContentType = res.URL, res.ContentType
		return res.Body, meta, err
	}
	in := opts.In
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, meta, err
		}
		defer f.Close() //nolint:errcheck // read only
		in = f
	}
	body, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err == nil && len(body) > maxFile {
		err = fmt.Errorf("it is larger than %d MiB, the most that a feed may have", maxFile>>20)
	}
	return body, meta, err
}
