package app

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"
	"time"

	"example.com/pickwick/feeds"
)

// sample is the bundled installation of the demo: its feeds, rendered relative
// to now and served on loopback, and its files in a folder of their own.
type sample struct {
	config string // path of pickwick.yaml
	reps   string // path of reps.csv
	server *http.Server
	done   chan struct{} // closed when the server has stopped
}

// contentTypes are those of the sample documents, by extension. None names a
// charset, so that the document's own declaration counts.
var contentTypes = map[string]string{
	".rss":  "application/rss+xml",
	".rdf":  "application/rdf+xml",
	".atom": "application/atom+xml",
	".json": "application/feed+json",
}

// newSample lays the sample out in dir and serves its feeds on loopback.
func newSample(ctx context.Context, dir string, now time.Time) (*sample, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the sample feeds: %w", err)
	}
	documents, err := layOut(dir, "http://"+listener.Addr().String(), now)
	if err != nil {
		_ = listener.Close()
		return nil, err
	}
	s := &sample{
		config: filepath.Join(dir, "configs", "pickwick.yaml"),
		reps:   filepath.Join(dir, "configs", "reps.csv"),
		done:   make(chan struct{}),
		server: &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: serveDocuments(documents)},
	}
	go func() {
		defer close(s.done)
		_ = s.server.Serve(listener) // ends with Close
	}()
	return s, nil
}

// Close stops serving.
func (s *sample) Close() error {
	err := s.server.Close()
	<-s.done
	return err
}

// layOut renders every sample file: the settings into dir, laid out as an
// installation is, and the feeds into the returned map, by name.
func layOut(dir, base string, now time.Time) (map[string][]byte, error) {
	files, err := fs.ReadDir(feeds.Sample, "sample")
	if err != nil {
		return nil, fmt.Errorf("read the sample: %w", err)
	}
	documents := map[string][]byte{}
	for _, f := range files {
		name := f.Name()
		if name == "README.md" {
			continue
		}
		text, err := render(path.Join("sample", name), base, now)
		if err != nil {
			return nil, err
		}
		if contentTypes[path.Ext(name)] != "" {
			documents[name] = text
			continue
		}
		folder := "feeds"
		if name == "pickwick.yaml" || name == "reps.csv" {
			folder = "configs"
		}
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
			return nil, fmt.Errorf("lay out the sample: %w", err)
		}
		if err := os.WriteFile(filepath.Join(dir, folder, name), text, 0o600); err != nil {
			return nil, fmt.Errorf("lay out the sample: %w", err)
		}
	}
	return documents, nil
}

// render fills in one sample file; feeds/sample/README.md describes the functions.
func render(name, base string, now time.Time) ([]byte, error) {
	text, err := fs.ReadFile(feeds.Sample, name)
	if err != nil {
		return nil, fmt.Errorf("read the sample: %w", err)
	}
	dated := func(layout string) func(string) (string, error) {
		return func(age string) (string, error) {
			d, err := parseAge(age)
			return now.UTC().Add(-d).Format(layout), err
		}
	}
	t, err := template.New(name).Funcs(template.FuncMap{
		"rfc1123": dated(http.TimeFormat),
		"rfc3339": dated("2006-01-02T15:04:05Z"),
		"w3c":     dated("2006-01-02T15:04Z"),
	}).Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("read the sample %s: %w", name, err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, struct{ Base string }{base}); err != nil {
		return nil, fmt.Errorf("fill in the sample %s: %w", name, err)
	}
	return out.Bytes(), nil
}

// parseAge reads a duration that may begin with whole days, such as "3d4h".
func parseAge(s string) (time.Duration, error) {
	rest, negative := strings.CutPrefix(s, "-")
	days, rest2, found := strings.Cut(rest, "d")
	var d time.Duration
	if found {
		n, err := strconv.Atoi(days)
		if err != nil {
			return 0, fmt.Errorf("%q is not an age such as 3d4h", s)
		}
		d, rest = time.Duration(n)*24*time.Hour, rest2
	}
	if rest != "" {
		more, err := time.ParseDuration(rest)
		if err != nil || more < 0 {
			return 0, fmt.Errorf("%q is not an age such as 3d4h", s)
		}
		d += more
	}
	if negative {
		d = -d
	}
	return d, nil
}

func serveDocuments(documents map[string][]byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		text, ok := documents[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", contentTypes[path.Ext(name)])
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(text)
	})
}
