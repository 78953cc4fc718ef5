// Package feedhost is a web server on loopback for tests. It gives scripted
// answers for each path, good and bad, and keeps a log of what was asked.
// Slow answers wait for a channel, never for the clock.
package feedhost

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
)

// Answer is what a path says to one request. The zero Answer is an empty 200.
type Answer struct {
	Status int         // 200 when zero
	Header http.Header // sent as they are
	Body   []byte

	ETag         string // a request that names it gets a 304
	LastModified string // likewise

	Missing int   // bytes that Content-Length promises beyond the body
	Bomb    int64 // sends this many decoded bytes of blanks, in gzip, made while sending

	Before <-chan struct{} // wait for it, or for the client to leave, before answering
	Midway <-chan struct{} // likewise after half of the body
}

// Redirect is an answer that sends the client elsewhere.
func Redirect(status int, location string) Answer {
	return Answer{Status: status, Header: http.Header{"Location": {location}}}
}

// Request is one line of the log.
type Request struct {
	Path   string
	Header http.Header
}

// Host is a running server.
type Host struct {
	server  *httptest.Server
	mu      sync.Mutex
	scripts map[string][]Answer
	log     []Request
	arrived chan Request
}

// Start runs a Host. The caller must Close it.
func Start() *Host {
	h := &Host{scripts: map[string][]Answer{}, arrived: make(chan Request, 4096)}
	h.server = httptest.NewServer(h)
	return h
}

// Close stops the server, after the answers under way.
func (h *Host) Close() { h.server.Close() }

// URL is the address of a path.
func (h *Host) URL(path string) string { return h.server.URL + path }

// Serve scripts a path: each request takes the next answer, and the last one
// is given for ever. A path without a script is not found.
func (h *Host) Serve(path string, answers ...Answer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.scripts[path] = answers
}

// Requests are the requests for a path so far, or all of them for "".
func (h *Host) Requests(path string) []Request {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []Request
	for _, r := range h.log {
		if path == "" || r.Path == path {
			list = append(list, r)
		}
	}
	return list
}

// Arrived gives each request as it comes in, before it is answered. Requests
// beyond 4,096 that nobody received here are not given.
func (h *Host) Arrived() <-chan Request { return h.arrived }

// ServeHTTP answers by the script.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := h.next(r)
	if !wait(r, a.Before) {
		return
	}
	header := w.Header()
	for name, values := range a.Header {
		header[name] = values
	}
	setUnlessEmpty(header, "Etag", a.ETag)
	setUnlessEmpty(header, "Last-Modified", a.LastModified)
	switch {
	case a.ETag != "" && r.Header.Get("If-None-Match") == a.ETag,
		a.LastModified != "" && r.Header.Get("If-Modified-Since") == a.LastModified:
		w.WriteHeader(http.StatusNotModified)
	case a.Bomb > 0:
		header.Set("Content-Encoding", "gzip")
		w.WriteHeader(a.status())
		bomb(w, a.Bomb)
	default:
		h.body(w, r, a)
	}
}

// next logs a request and takes its answer.
func (h *Host) next(r *http.Request) Answer {
	h.mu.Lock()
	defer h.mu.Unlock()
	seen := Request{Path: r.URL.Path, Header: r.Header.Clone()}
	h.log = append(h.log, seen)
	select {
	case h.arrived <- seen:
	default:
	}
	script := h.scripts[r.URL.Path]
	switch len(script) {
	case 0:
		return Answer{Status: http.StatusNotFound}
	case 1:
	default:
		h.scripts[r.URL.Path] = script[1:]
	}
	return script[0]
}

func (h *Host) body(w http.ResponseWriter, r *http.Request, a Answer) {
	if a.Missing > 0 {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)+a.Missing))
	}
	w.WriteHeader(a.status())
	half := len(a.Body)
	if a.Midway != nil {
		half /= 2
	}
	if _, err := w.Write(a.Body[:half]); err != nil {
		return
	}
	if a.Midway == nil {
		return
	}
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
	if wait(r, a.Midway) {
		_, _ = w.Write(a.Body[half:]) // the client may have left
	}
}

func (a Answer) status() int {
	if a.Status == 0 {
		return http.StatusOK
	}
	return a.Status
}

// wait is true when the answer may go on.
func wait(r *http.Request, on <-chan struct{}) bool {
	if on == nil {
		return true
	}
	select {
	case <-on:
		return true
	case <-r.Context().Done():
		return false
	}
}

func setUnlessEmpty(h http.Header, name, value string) {
	if value != "" {
		h[name] = []string{value}
	}
}

// blanks is an endless supply of them.
type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// bomb sends so much until the client has had enough.
func bomb(w io.Writer, size int64) {
	z := gzip.NewWriter(w)
	_, _ = io.CopyN(z, blanks{}, size)
	_ = z.Close() // the client is expected to leave before
}

// RSS is a small feed with n items, for tests that need one that works.
func RSS(title string, n int) []byte {
	out := fmt.Appendf(nil, `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>%s</title><link>https://example.com/</link>`, title)
	for i := range n {
		out = fmt.Appendf(out, `<item><title>%s, story number %d of the day</title><link>https://example.com/%s/%d</link><guid isPermaLink="false">%s-%d</guid><pubDate>Sat, 21 Nov 2026 %02d:%02d:00 GMT</pubDate><description>What happened in story %d.</description></item>`,
			title, i, title, i, title, i, i/60%24, i%60, i)
	}
	return append(out, "</channel></rss>"...)
}
