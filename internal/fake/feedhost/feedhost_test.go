package feedhost_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"testing"

	"example.com/pickwick/internal/fake/feedhost"
)

func start(t *testing.T) *feedhost.Host {
	h := feedhost.Start()
	t.Cleanup(h.Close)
	return h
}

// get asks with the client of net/http, without redirects or decoding.
func get(ctx context.Context, t *testing.T, url string, header ...string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

func TestAnswersFollowTheScriptAndTheLastOneStays(t *testing.T) {
	h := start(t)
	h.Serve("/feed", feedhost.Answer{Body: []byte("one")}, feedhost.Answer{Status: 503, Body: []byte("two")})
	for i, want := range []struct {
		status int
		body   string
	}{{200, "one"}, {503, "two"}, {503, "two"}} {
		res := get(t.Context(), t, h.URL("/feed"))
		body, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != want.status || string(body) != want.body {
			t.Errorf("request %d: %d %q %v", i, res.StatusCode, body, err)
		}
	}
	if res := get(t.Context(), t, h.URL("/other")); res.StatusCode != http.StatusNotFound {
		t.Errorf("a path without a script answers %d", res.StatusCode)
	}
	if got := len(h.Requests("/feed")); got != 3 {
		t.Errorf("%d requests for /feed in the log, not 3", got)
	}
	if got := len(h.Requests("")); got != 4 {
		t.Errorf("%d requests in the log, not 4", got)
	}
	if r := <-h.Arrived(); r.Path != "/feed" {
		t.Errorf("first to arrive: %q", r.Path)
	}
}

func TestAValidatorIsAnsweredWithNotModified(t *testing.T) {
	h := start(t)
	h.Serve("/feed", feedhost.Answer{ETag: `W/"a b"`, LastModified: "Sat, 21 Nov 2026 10:00:00 GMT", Body: []byte("x")})
	for header, value := range map[string]string{"If-None-Match": `W/"a b"`, "If-Modified-Since": "Sat, 21 Nov 2026 10:00:00 GMT"} {
		if res := get(t.Context(), t, h.URL("/feed"), header, value); res.StatusCode != http.StatusNotModified {
			t.Errorf("%s: %d", header, res.StatusCode)
		}
	}
	if res := get(t.Context(), t, h.URL("/feed"), "If-None-Match", `"other"`); res.StatusCode != http.StatusOK {
		t.Errorf("another validator: %d", res.StatusCode)
	}
}

func TestARedirectNamesItsTarget(t *testing.T) {
	h := start(t)
	h.Serve("/old", feedhost.Redirect(301, "/new"))
	if res := get(t.Context(), t, h.URL("/old")); res.StatusCode != http.StatusMovedPermanently || res.Header.Get("Location") != "/new" {
		t.Errorf("%d to %q", res.StatusCode, res.Header.Get("Location"))
	}
}

func TestAShortBodyEndsEarly(t *testing.T) {
	h := start(t)
	h.Serve("/feed", feedhost.Answer{Body: []byte("half"), Missing: 4})
	body, err := io.ReadAll(get(t.Context(), t, h.URL("/feed")).Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || string(body) != "half" {
		t.Errorf("%q, %v", body, err)
	}
}

func TestABombIsAsLargeAsAsked(t *testing.T) {
	h := start(t)
	h.Serve("/bomb", feedhost.Answer{Bomb: 5 << 20})
	res := get(t.Context(), t, h.URL("/bomb"))
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, z); n != 5<<20 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
}

func TestASlowBodyWaitsForItsChannel(t *testing.T) {
	h := start(t)
	before, midway := make(chan struct{}), make(chan struct{})
	h.Serve("/slow", feedhost.Answer{Before: before, Midway: midway, Body: []byte("abcd")})
	go func() {
		<-h.Arrived()
		close(before)
	}()
	res := get(t.Context(), t, h.URL("/slow"))
	half := make([]byte, 2)
	if _, err := io.ReadFull(res.Body, half); err != nil || string(half) != "ab" {
		t.Fatalf("%q, %v", half, err)
	}
	close(midway)
	if rest, err := io.ReadAll(res.Body); err != nil || string(rest) != "cd" {
		t.Errorf("%q, %v", rest, err)
	}
}

func TestAClientThatLeavesFreesASlowAnswer(t *testing.T) {
	h := start(t) // its Close waits for the answers under way
	ctx, leave := context.WithCancel(t.Context())
	h.Serve("/slow", feedhost.Answer{Midway: make(chan struct{}), Body: []byte("abcd")})
	get(ctx, t, h.URL("/slow"))
	leave()
}
