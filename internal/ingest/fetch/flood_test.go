package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// blanks is an endless supply of them.
type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// pack sends so many bytes of blanks, or as many as the client takes, in
// encodings.
func pack(w io.Writer, size int64, names ...string) {
	for _, name := range names {
		switch name {
		case "gzip":
			z := gzip.NewWriter(w)
			defer z.Close()
			w = z
		case "br":
			z := brotli.NewWriterLevel(w, 1)
			defer z.Close()
			w = z
		case "zstd":
			z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
			if err != nil {
				return
			}
			defer z.Close()
			w = z
		}
	}
	_, _ = io.CopyN(w, blanks{}, size) // the client may leave before
}

func TestABodyWithoutAnEndStopsAtTheLimit(t *testing.T) {
	c := New(Options{AllowPrivate: true, MaxBytes: 1 << 20})
	defer c.Close()
	empty := gzipped(t, nil)
	for name, body := range map[string]func(w io.Writer){
		"":           func(w io.Writer) { pack(w, 10<<30) },
		"gzip":       func(w io.Writer) { pack(w, 10<<30, "gzip") },
		"br":         func(w io.Writer) { pack(w, 4<<20, "br") },
		"zstd":       func(w io.Writer) { pack(w, 10<<30, "zstd") },
		"gzip, gzip": func(w io.Writer) { pack(w, 4<<20, "gzip", "gzip") },
		"gzip, br":   func(w io.Writer) { pack(w, 4<<20, "br", "gzip") },
		"x-gzip": func(w io.Writer) { // members that hold nothing
			for range 1 << 20 {
				if _, err := w.Write(empty); err != nil {
					return
				}
			}
		},
	} {
		s := plain(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", name)
			body(w)
		})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := c.Get(t.Context(), Request{URL: s.URL}); outcome(err) != TooLarge {
			t.Errorf("%q: %v", name, err)
		}
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 32<<20 { // the server's part included
			t.Errorf("%q: %d MiB were taken", name, n>>20)
		}
	}
}

func gzipped(t *testing.T, body []byte) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	if _, err := z.Write(body); err != nil {
		t.Error(err)
	}
	if err := z.Close(); err != nil {
		t.Error(err)
	}
	return buf.Bytes()
}

// raw is a server that sends bytes as they are, to each request the next, and
// leaves.
func raw(t *testing.T, answers ...string) (url string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	next := make(chan string, len(answers))
	for _, answer := range answers {
		next <- answer
	}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { // the client may open connections to spare
				defer conn.Close()
				if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					_, _ = io.WriteString(conn, <-next) // the client may have had enough
				}
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		all.Wait()
	})
	return "http://" + l.Addr().String() + "/"
}

func TestALengthThatIsALieDoesNoHarm(t *testing.T) {
	c := New(Options{AllowPrivate: true})
	url := raw(t,
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<rss>and an answer to the next request",
		"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<rss>",
		"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n<rss>",
		"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n<rss>",
		"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n<rss>",
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n0\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\nxyz\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n",
		"HTTP/1.1 200 OK\r\n\r\n<rss>",
	)
	t.Cleanup(c.Close)
	for i, want := range []struct {
		body    string
		partial bool
		outcome Outcome
	}{
		{"<rss>", false, ""}, // as long as it says, the rest is nobody's
		{"<rss>", true, ""},
		{"", false, BadAnswer},
		{"", false, BadAnswer},
		{"", false, BadAnswer},
		{"<rss>", false, ""},
		{"", false, BadAnswer},
		{"<rss>", true, ""},
		{"<rss>", false, ""},
	} {
		res, err := c.Get(t.Context(), Request{URL: url})
		if string(res.Body) != want.body || res.Partial != want.partial || outcome(err) != want.outcome {
			t.Errorf("answer %d: %q, partial %t, %v", i, res.Body, res.Partial, err)
		}
	}
}

func TestAnswersThatAreNoneAreRefused(t *testing.T) {
	c := New(Options{AllowPrivate: true})
	list := []string{
		"SSH-2.0-OpenSSH_9.9\r\n",
		"HTTP/1.1 2000 OK\r\n\r\n",
		"HTTP/1.1 200 OK\r\nno header\r\n\r\n",
		"HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Many: some value\r\n", 10_000) + "\r\n",
		"HTTP/1.1 200 OK\r\nX-Long: " + strings.Repeat("x", 1<<20) + "\r\n\r\n",
		strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 10_000),
		"HTTP/1.1 103 Early Hints\r\nLink: <" + strings.Repeat("x", 1<<20) + ">\r\n\r\n",
		strings.Repeat("\x00", 1<<20),
	}
	url := raw(t, list...)
	t.Cleanup(c.Close)
	for i, answer := range list {
		if _, err := c.Get(t.Context(), Request{URL: url}); outcome(err) != BadAnswer && outcome(err) != Refused {
			t.Errorf("answer %d, %.40q: %v", i, answer, err)
		}
	}
}

func TestTheUserAgentNamesTheProjectWithAnAddressForSiteOwners(t *testing.T) {
	var got string
	s := plain(t, func(_ http.ResponseWriter, r *http.Request) { got = r.UserAgent() })
	c := New(Options{AllowPrivate: true})
	defer c.Close()
	if _, err := c.Get(t.Context(), Request{URL: s.URL}); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^Pickwick/[0-9a-z.+-]+ \(\+https://example\.com/pickwick; feed reader\)$`).MatchString(got) {
		t.Errorf("%q", got)
	}
}

// The host has an address of each family, and one of them is never answered.
func TestAHostWithADeadFamilyIsReachedOverTheOther(t *testing.T) {
	for _, dead := range []string{"tcp4", "tcp6"} {
		l, err := net.Listen(map[string]string{"tcp4": "tcp6", "tcp6": "tcp4"}[dead], map[string]string{"tcp4": "[::1]:0", "tcp6": "127.0.0.1:0"}[dead])
		if err != nil {
			t.Skipf("this machine lacks a family: %v", err)
		}
		s := &http.Server{Handler: http.NotFoundHandler()} //nolint:gosec // a test needs no time limit of the server's own
		go func() { _ = s.Serve(l) }()
		c := New(Options{AllowPrivate: true})
		c.dialer.Resolver = resolver(t, func(string) []string { return []string{"127.0.0.1", "::1"} })
		c.dialer.ControlContext = func(ctx context.Context, network, _ string, _ syscall.RawConn) error {
			if network == dead {
				<-ctx.Done()
			}
			return ctx.Err()
		}
		_, port, _ := net.SplitHostPort(l.Addr().String())
		if _, err := c.Get(t.Context(), Request{URL: fmt.Sprintf("http://both.example:%s/", port)}); outcome(err) != NotFound {
			t.Errorf("%s is dead: %v", dead, err)
		}
		c.Close()
		s.Close()
	}
}
