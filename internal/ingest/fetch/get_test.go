package fetch_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/fake/feedhost"
	"example.com/pickwick/internal/ingest/fetch"
	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newHost(t *testing.T) *feedhost.Host {
	h := feedhost.Start()
	t.Cleanup(h.Close)
	return h
}

// newClient may visit loopback.
func newClient(t *testing.T, o fetch.Options) *fetch.Client {
	o.AllowPrivate = true
	c := fetch.New(o)
	t.Cleanup(c.Close)
	return c
}

// outcome is what became of a fetch: "" when it worked.
func outcome(err error) fetch.Outcome {
	var e *fetch.Error
	if errors.As(err, &e) {
		return e.Outcome
	}
	return ""
}

func TestADocumentComesWithItsValidators(t *testing.T) {
	h := newHost(t)
	h.Serve("/feed", feedhost.Answer{
		Body: []byte("<rss/>"), ETag: `W/"a, b"`, LastModified: "Sat, 21 Nov 2026 10:00:00 GMT",
		Header: http.Header{"Content-Type": {"text/xml; charset=koi8-r"}, "Set-Cookie": {"session=1"}},
	})
	c := newClient(t, fetch.Options{UserAgent: "Pickwick test"})
	first, err := c.Get(t.Context(), fetch.Request{URL: h.URL("/feed")})
	if err != nil {
		t.Fatal(err)
	}
	if string(first.Body) != "<rss/>" || first.ETag != `W/"a, b"` || first.ContentType != "text/xml; charset=koi8-r" || first.Partial || first.NotModified {
		t.Errorf("%+v", first)
	}
	second, err := c.Get(t.Context(), fetch.Request{URL: h.URL("/feed"), ETag: first.ETag, LastModified: first.LastModified})
	if err != nil || !second.NotModified || second.Body != nil {
		t.Errorf("%+v, %v", second, err)
	}
	sent := h.Requests("/feed")[1].Header
	for name, want := range map[string]string{
		"If-None-Match": `W/"a, b"`, "If-Modified-Since": "Sat, 21 Nov 2026 10:00:00 GMT",
		"User-Agent": "Pickwick test", "Cookie": "", "Referer": "", "Accept-Encoding": "gzip, br, zstd, deflate",
	} {
		if got := sent.Get(name); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
}

// encoders are the encodings that Get asks for.
var encoders = map[string]func(io.Writer) io.WriteCloser{
	"gzip":    func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"deflate": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
	"br":      func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
	"zstd":    func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z },
}

func encode(t *testing.T, body []byte, encoder func(io.Writer) io.WriteCloser) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := encoder(&buf)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func rawDeflate(w io.Writer) io.WriteCloser {
	z, _ := flate.NewWriter(w, flate.DefaultCompression)
	return z
}

func TestEveryEncodingIsUndone(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{})
	plain := feedhost.RSS("encoded", 20)
	cases := map[string][]byte{"identity": plain, "": plain}
	for name, e := range encoders {
		cases[name] = encode(t, plain, e)
	}
	cases["gzip, br"] = encode(t, encode(t, plain, encoders["gzip"]), encoders["br"])
	get := func(name string, body []byte) (fetch.Response, error) {
		h.Serve("/feed", feedhost.Answer{Body: body, Header: http.Header{"Content-Encoding": {name}}})
		return c.Get(t.Context(), fetch.Request{URL: h.URL("/feed")})
	}
	for name, body := range cases {
		if res, err := get(name, body); err != nil || !bytes.Equal(res.Body, plain) || res.Partial {
			t.Errorf("%q: %d bytes, %v", name, len(res.Body), err)
		}
		if res, err := get(name, plain); err != nil || !bytes.Equal(res.Body, plain) {
			if name != "gzip, br" {
				t.Errorf("%q said, plain sent: %d bytes, %v", name, len(res.Body), err)
			}
		}
	}
	if res, err := get("deflate", encode(t, plain, rawDeflate)); err != nil || !bytes.Equal(res.Body, plain) {
		t.Errorf("bare deflate: %d bytes, %v", len(res.Body), err)
	}
	for _, name := range []string{"compress", "gzip, gzip, gzip"} {
		if _, err := get(name, cases["gzip"]); outcome(err) != fetch.BadAnswer {
			t.Errorf("%q: %v", name, err)
		}
	}
	half := cases["gzip"][:len(cases["gzip"])/2]
	if res, err := get("gzip", half); err != nil || !res.Partial || !bytes.HasPrefix(plain, res.Body) || len(res.Body) == 0 {
		t.Errorf("cut gzip: %d bytes, partial %t, %v", len(res.Body), res.Partial, err)
	}
}

func TestABodyStopsAtTheLimitHoweverItIsPacked(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{MaxBytes: 1 << 20})
	h.Serve("/bomb", feedhost.Answer{Bomb: 1 << 40})
	h.Serve("/plain", feedhost.Answer{Body: make([]byte, 1<<20+1)})
	h.Serve("/fits", feedhost.Answer{Body: make([]byte, 1<<20)})
	for path, want := range map[string]fetch.Outcome{"/bomb": fetch.TooLarge, "/plain": fetch.TooLarge, "/fits": ""} {
		if _, err := c.Get(t.Context(), fetch.Request{URL: h.URL(path)}); outcome(err) != want {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestABodyCutShortIsPartial(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{})
	h.Serve("/feed", feedhost.Answer{Body: []byte("<rss><channel>"), Missing: 100})
	res, err := c.Get(t.Context(), fetch.Request{URL: h.URL("/feed")})
	if err != nil || !res.Partial || string(res.Body) != "<rss><channel>" {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestEveryStatusHasItsOutcomeAndItsSentence(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{})
	for status, want := range map[int]fetch.Outcome{
		204: fetch.BadAnswer, 300: fetch.BadAnswer, 400: fetch.BadAnswer, 401: fetch.Forbidden, 402: fetch.Forbidden,
		403: fetch.Forbidden, 404: fetch.NotFound, 408: fetch.Timeout, 410: fetch.Gone, 418: fetch.BadAnswer,
		429: fetch.RateLimited, 451: fetch.Forbidden, 500: fetch.ServerFault, 502: fetch.ServerFault, 503: fetch.ServerFault, 599: fetch.ServerFault,
	} {
		h.Serve("/feed", feedhost.Answer{Status: status, Header: http.Header{"Retry-After": {"90"}}})
		_, err := c.Get(t.Context(), fetch.Request{URL: h.URL("/feed")})
		var e *fetch.Error
		if !errors.As(err, &e) || e.Outcome != want || e.Status != status || e.RetryAfter != 90*time.Second {
			t.Errorf("%d: %+v", status, err)
			continue
		}
		if s := e.Error(); !strings.Contains(s, "127.0.0.1") || strings.Contains(s, "%!") || len(s) < 30 {
			t.Errorf("%d: sentence %q", status, s)
		}
	}
}

func TestACancelledFetchIsNobodysFault(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{})
	h.Serve("/feed", feedhost.Answer{Before: make(chan struct{})})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-h.Arrived()
		cancel()
	}()
	if _, err := c.Get(ctx, fetch.Request{URL: h.URL("/feed")}); !errors.Is(err, context.Canceled) || outcome(err) != "" {
		t.Errorf("%v", err)
	}
}

func TestADeadServerIsToldApart(t *testing.T) {
	h := feedhost.Start()
	url := h.URL("/feed")
	h.Close()
	if _, err := newClient(t, fetch.Options{}).Get(t.Context(), fetch.Request{URL: url}); outcome(err) != fetch.Refused {
		t.Errorf("%v", err)
	}
}

func TestAFailureHasTheKindThatFitsIt(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{})
	h.Serve("/fault", feedhost.Answer{Status: 500})
	for address, want := range map[string]curation.Kind{
		h.URL("/fault"): curation.Unavailable, h.URL("/missing"): curation.NotFound, "mailto:jane@example.com": curation.Invalid,
	} {
		_, err := c.Get(t.Context(), fetch.Request{URL: address})
		if got := curation.KindOf(err); got != want {
			t.Errorf("%s: kind %d, not %d", address, got, want)
		}
	}
}
