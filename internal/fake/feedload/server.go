// Package feedload is a web server on loopback that has as many feeds as
// wanted, of the size and the words of real ones, and brings them news in
// rounds: for measuring what polling them takes.
package feedload

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/sync/errgroup"
)

// versions is how many rounds of news there are at most.
const versions = 8

// Options say what a Server has. A zero field means its default.
type Options struct {
	Feeds int           // 2,000
	Items int           // of each feed at a time; 30
	Size  int           // of a document, in bytes, about; 100,000
	Seed  uint64        // of the words; the same seed, the same words
	Now   time.Time     // after every article; 22 November 2026
	Delay time.Duration // of slow feeds; 3 s
}

// Round is how the feeds answer from now on.
type Round struct {
	// Version is how many new articles each feed has had since the start: 0 to
	// 7. For each new one the oldest is gone.
	Version    int
	Validators bool // send ETag and Last-Modified, and 304 to whom they come back from
	Slow       int  // percent of the feeds that answer after Delay
	Failing    int  // percent of the feeds that fail: with status 500, or by closing the connection
	Together   int  // requests are answered so many at a time, once all of them are there, and the last ones
}

// Server is a running load generator.
type Server struct {
	options Options
	words   *lexicon
	server  *httptest.Server
	made    map[int][][]byte // by version, then by feed, in gzip

	log log
}

// Start runs a Server, which fails everything before its first round. The
// caller must Close it.
func Start(o Options) *Server {
	o.Feeds, o.Items, o.Size = cmp.Or(max(o.Feeds, 0), 2000), cmp.Or(max(o.Items, 0), 30), cmp.Or(max(o.Size, 0), 100_000)
	o.Delay = cmp.Or(max(o.Delay, 0), 3*time.Second)
	if o.Now.IsZero() {
		o.Now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	}
	s := &Server{options: o, words: newLexicon(), made: map[int][][]byte{}}
	s.log.served, s.log.turn = make([]served, o.Feeds), make(chan struct{})
	s.server = httptest.NewUnstartedServer(s)
	// Feeds live on a host each: no connection would serve two of them.
	s.server.Config.SetKeepAlivesEnabled(false)
	s.server.Start()
	return s
}

// Close stops the server, after the answers under way.
func (s *Server) Close() { s.server.Close() }

// URLs are the addresses of all feeds.
func (s *Server) URLs() []string {
	urls := make([]string, s.options.Feeds)
	for i := range urls {
		urls[i] = s.server.URL + "/" + strconv.Itoa(i)
	}
	return urls
}

// Begin begins a round. It returns when all its documents are made, so that
// serving them is little work, and counts anew. No request may be under way.
func (s *Server) Begin(r Round) error {
	if r.Version < 0 || r.Version >= versions {
		return fmt.Errorf("there is no version %d: the last is %d", r.Version, versions-1)
	}
	if s.made[r.Version] == nil {
		made := make([][]byte, s.options.Feeds)
		var work errgroup.Group
		work.SetLimit(runtime.GOMAXPROCS(0))
		for feed := range made {
			work.Go(func() (err error) {
				made[feed], err = pack(s.document(feed, r.Version))
				return err
			})
		}
		if err := work.Wait(); err != nil {
			return err
		}
		s.made[r.Version] = made
	}
	s.log.begin(r, s.made[r.Version])
	return nil
}

// pack compresses about as well as servers in a hurry do.
func pack(document []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(document); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(b.Bytes()), nil
}

// ServeHTTP answers for the feed that the path names.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	feed, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
	if err != nil || feed < 0 || feed >= s.options.Feeds {
		http.NotFound(w, r)
		return
	}
	round, body, turn := s.log.arrive(feed)
	defer s.log.leave()
	select {
	case <-turn:
	case <-r.Context().Done():
		return
	}
	place := feed * 37 % 100 // every hundred feeds have each place once
	switch {
	case place < round.Slow:
		if !wait(r, s.options.Delay) {
			return
		}
	case place < round.Slow+round.Failing || body == nil:
		s.log.count(feed, failed)
		if place%2 == 0 {
			http.Error(w, "out of order", http.StatusInternalServerError)
			return
		}
		panic(http.ErrAbortHandler) // closes the connection without a word
	}
	header := w.Header()
	header.Set("Content-Type", "application/rss+xml; charset=UTF-8")
	if round.Validators {
		tag := fmt.Sprintf(`"%d-%d"`, feed, round.Version)
		modified := s.published(feed, round.Version+s.options.Items-1).UTC().Format(http.TimeFormat)
		header.Set("Etag", tag)
		header.Set("Last-Modified", modified)
		if asked := r.Header.Get("If-None-Match"); asked == tag || asked == "" && r.Header.Get("If-Modified-Since") == modified {
			s.log.count(feed, unchanged)
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	header.Set("Content-Encoding", "gzip")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if _, err := w.Write(body); err == nil {
		s.log.count(feed, full)
	}
}

// wait is true when the time is over, and false when the client left before.
func wait(r *http.Request, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}
