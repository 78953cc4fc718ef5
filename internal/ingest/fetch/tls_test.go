package fetch

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"time"
)

// certified is a server whose certificate is for a host, and good between two
// instants.
func certified(t *testing.T, host string, from, to time.Time, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: to, DNSNames: []string{host}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(h)
	s.EnableHTTP2 = true
	s.Config.ErrorLog = log.New(io.Discard, "", 0)                                                      // it complains of our leaving
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}} //nolint:gosec // the default version is TLS 1.2
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func valid(t *testing.T, host string, h http.HandlerFunc) *httptest.Server {
	return certified(t, host, time.Now().Add(-time.Hour), time.Now().Add(time.Hour), h)
}

func TestOnlyAValidCertificateOfTheRightHostIsBelieved(t *testing.T) {
	hello := func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }
	now := time.Now()
	good := valid(t, "feed.example", hello)
	for name, c := range map[string]struct {
		server  *httptest.Server
		trusted bool
		want    Outcome
	}{
		"good":          {good, true, ""},
		"self-signed":   {good, false, Insecure},
		"expired":       {certified(t, "feed.example", now.Add(-48*time.Hour), now.Add(-24*time.Hour), hello), true, Insecure},
		"not yet valid": {certified(t, "feed.example", now.Add(24*time.Hour), now.Add(48*time.Hour), hello), true, Insecure},
		"wrong host":    {valid(t, "other.example", hello), true, Insecure},
		"no TLS at all": {plain(t, hello), true, Insecure},
	} {
		client := New(Options{AllowPrivate: true})
		lead(client, map[string]*httptest.Server{"feed.example:443": c.server})
		if c.trusted && c.server.TLS != nil {
			trust(client, c.server)
		}
		res, err := client.Get(t.Context(), Request{URL: "https://feed.example/"})
		if outcome(err) != c.want || c.want == "" && string(res.Body) != "hello" {
			t.Errorf("%s: %v", name, err)
		}
		client.Close()
	}
}

func plain(t *testing.T, h http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func TestCredentialsGoOnlyToTheirHostAndNeverOverALesserConnection(t *testing.T) {
	var location string
	got := map[string]string{}
	handler := func(name string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			got[name] = r.Header.Get("Authorization")
			if r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" {
				t.Errorf("%s was told of the others: %v", name, r.Header)
			}
			w.Header().Set("Set-Cookie", "session=1")
			if r.URL.Path == "/feed" && location != "" {
				http.Redirect(w, r, location, http.StatusFound)
			}
		}
	}
	secure, lesser, other := valid(t, "feed.example", handler("secure")), plain(t, handler("lesser")), plain(t, handler("other"))
	for name, c := range map[string]struct {
		from, to, at string
		want         bool
	}{
		"to http on the same host":  {"https://jane:s3cret@feed.example/feed", "http://feed.example/there", "lesser", false},
		"to https on the same host": {"http://jane:s3cret@feed.example/feed", "https://feed.example/there", "secure", true},
		"to another host":           {"https://jane:s3cret@feed.example/feed", "http://other.example/there", "other", false},
		"on the same connection":    {"https://jane:s3cret@feed.example/feed", "/there", "secure", true},
		"a server's own choice":     {"http://other.example/feed", "http://eve:evil@feed.example/there", "lesser", false},
	} {
		client := New(Options{AllowPrivate: true})
		lead(client, map[string]*httptest.Server{"feed.example:443": secure, "feed.example:80": lesser, "other.example:80": other})
		trust(client, secure)
		location = c.to
		clear(got)
		res, err := client.Get(t.Context(), Request{URL: c.from})
		if sent, asked := got[c.at]; err != nil || !asked || (sent != "") != c.want {
			t.Errorf("%s: sent %q, %v", name, sent, err)
		}
		if res.URL != shown(mustParse(t, c.from).ResolveReference(mustParse(t, c.to))) {
			t.Errorf("%s: ended at %s", name, res.URL)
		}
		client.Close()
	}
}

func mustParse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// What HTTP/2 takes in ahead of us would let the many answers that wait for
// room fill the memory.
func TestAnAnswerThatWaitsForRoomStaysWithItsHost(t *testing.T) {
	const sent = 4 << 20
	var written atomic.Int64
	feed := valid(t, "feed.example", func(w http.ResponseWriter, _ *http.Request) {
		for piece := make([]byte, 1<<14); written.Add(1<<14) <= sent; {
			if _, err := w.Write(piece); err != nil {
				return
			}
		}
	})
	other := plain(t, http.NotFound)
	c := New(Options{AllowPrivate: true, Small: 1})
	defer c.Close()
	lead(c, map[string]*httptest.Server{"feed.example:443": feed})
	trust(c, feed)
	if err := c.room.sizes[0].enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	var res Response
	go func() {
		var err error
		res, err = c.Get(t.Context(), Request{URL: "https://feed.example/"})
		done <- err
	}()
	for c.room.sizes[0].waiting.Load() == 0 { // until the beginning has come in
		trip(t, c, other)
	}
	for range 200 { // time for more to come, if it could
		trip(t, c, other)
	}
	if n := written.Load(); n > 4*maxStream {
		t.Errorf("%d bytes had been sent before there was room for them", n)
	}
	c.room.sizes[0].leave()
	if err := <-done; err != nil || len(res.Body) != sent {
		t.Errorf("%d bytes, %v", len(res.Body), err)
	}
}

// trip goes to a host and back.
func trip(t *testing.T, c *Client, s *httptest.Server) {
	t.Helper()
	if _, err := c.Get(t.Context(), Request{URL: s.URL}); outcome(err) != NotFound {
		t.Fatal(err)
	}
}
