package fetch_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"example.com/pickwick/internal/fake/feedhost"
	"example.com/pickwick/internal/ingest/fetch"
)

func TestRedirectsAreFollowedAndOnlyAPermanentChainMoves(t *testing.T) {
	for _, c := range []struct {
		statuses []int
		moved    bool
	}{
		{[]int{301}, true},
		{[]int{308}, true},
		{[]int{301, 308}, true},
		{[]int{302}, false},
		{[]int{303}, false},
		{[]int{307}, false},
		{[]int{301, 302}, false},
		{[]int{302, 301}, false},
		{nil, false},
	} {
		h := newHost(t)
		for i, status := range c.statuses {
			h.Serve("/"+strconv.Itoa(i), feedhost.Redirect(status, strconv.Itoa(i+1)))
		}
		last := "/" + strconv.Itoa(len(c.statuses))
		h.Serve(last, feedhost.Answer{Body: []byte("x")})
		res, err := newClient(t, fetch.Options{}).Get(t.Context(), fetch.Request{URL: h.URL("/0")})
		if err != nil || res.URL != h.URL(last) || string(res.Body) != "x" {
			t.Errorf("%v: %+v, %v", c.statuses, res, err)
		}
		if moved := res.Moved != ""; moved != c.moved || moved && res.Moved != h.URL(last) {
			t.Errorf("%v: moved to %q", c.statuses, res.Moved)
		}
	}
}

func TestAChainOfRedirectsEndsAfterTen(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{})
	h.Serve("/loop", feedhost.Redirect(302, "/loop"))
	if _, err := c.Get(t.Context(), fetch.Request{URL: h.URL("/loop")}); outcome(err) != fetch.TooManyRedirects {
		t.Errorf("%v", err)
	}
	if n := len(h.Requests("/loop")); n != 11 {
		t.Errorf("%d requests, not 11", n)
	}
	for i := range 10 {
		h.Serve("/"+strconv.Itoa(i), feedhost.Redirect(302, "/"+strconv.Itoa(i+1)))
	}
	h.Serve("/10", feedhost.Answer{Body: []byte("x")})
	if _, err := c.Get(t.Context(), fetch.Request{URL: h.URL("/0")}); err != nil {
		t.Errorf("ten redirects: %v", err)
	}
}

func TestARedirectMayLeadOnlyToTheWeb(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{})
	for _, location := range []string{"file:///etc/passwd", "ftp://example.com/", "javascript:alert(1)", "http://", "gopher://127.0.0.1/", "", "http://[::1"} {
		h.Serve("/feed", feedhost.Redirect(302, location))
		if _, err := c.Get(t.Context(), fetch.Request{URL: h.URL("/feed")}); outcome(err) != fetch.BadAddress && outcome(err) != fetch.BadAnswer {
			t.Errorf("%q: %v", location, err)
		}
	}
}

// recorder keeps the Authorization of each request.
type recorder struct{ seen []string }

func (r *recorder) wrap(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		r.seen = append(r.seen, req.Header.Get("Authorization"))
		h(w, req)
	}
}

func TestCredentialsGoToTheirHostAloneAndIntoNoError(t *testing.T) {
	var elsewhere, home recorder
	other := httptest.NewServer(elsewhere.wrap(http.NotFound))
	defer other.Close()
	server := httptest.NewServer(home.wrap(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed":
			http.Redirect(w, r, "/here", http.StatusFound)
		case "/here":
			http.Redirect(w, r, other.URL+"/there", http.StatusFound)
		}
	}))
	defer server.Close()
	address := strings.Replace(server.URL, "http://", "http://jane:s3cret@", 1)
	_, err := newClient(t, fetch.Options{}).Get(t.Context(), fetch.Request{URL: address + "/feed"})
	if outcome(err) != fetch.NotFound {
		t.Fatalf("%v", err)
	}
	if len(home.seen) != 2 || home.seen[0] == "" || home.seen[1] != home.seen[0] {
		t.Errorf("the host itself got %q", home.seen)
	}
	if len(elsewhere.seen) != 1 || elsewhere.seen[0] != "" {
		t.Errorf("the other host got %q", elsewhere.seen)
	}
	for _, bad := range []string{address + "/\x7f", "http://jane:s3cret@127.0.0.1:1/", "http://jane:s3cret@ho st/", "ftp://jane:s3cret@example.com/", "http://jane:s3cret@127.0.0.1:99999/"} {
		_, err := newClient(t, fetch.Options{}).Get(t.Context(), fetch.Request{URL: bad})
		for e := err; e != nil; e = unwrap(e) {
			if strings.Contains(e.Error(), "s3cret") || strings.Contains(e.Error(), "jane") {
				t.Errorf("%v shows the password", e)
			}
		}
		if err == nil {
			t.Errorf("%q was fetched", bad)
		}
	}
}

func unwrap(err error) error {
	if u, ok := err.(interface{ Unwrap() error }); ok {
		return u.Unwrap()
	}
	return nil
}

// connections counts who connects.
type connections struct {
	net.Listener
	n atomic.Int64
}

func (c *connections) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.n.Add(1)
	}
	return conn, err
}

// privateServer is a server on loopback that counts its connections.
func privateServer(t *testing.T, address string) (*connections, string) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("can't listen on %s: %v", address, err)
	}
	counted := &connections{Listener: l}
	s := &httptest.Server{Listener: counted, Config: &http.Server{Handler: http.NotFoundHandler()}}
	s.Start()
	t.Cleanup(s.Close)
	return counted, s.URL
}

func TestALoopbackAddressIsRefusedBeforeAnyConnectionUnlessAllowed(t *testing.T) {
	counted, address := privateServer(t, "127.0.0.1:0")
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	strict := fetch.New(fetch.Options{})
	defer strict.Close()
	for _, host := range []string{"127.0.0.1", "localhost", "LOCALHOST.", "[::ffff:127.0.0.1]", "127.1", "2130706433"} {
		if _, err := strict.Get(t.Context(), fetch.Request{URL: "http://" + host + ":" + u.Port() + "/"}); outcome(err) != fetch.PrivateAddress {
			t.Errorf("%s: %v", host, err)
		}
	}
	if n := counted.n.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
	if _, err := newClient(t, fetch.Options{}).Get(t.Context(), fetch.Request{URL: address}); outcome(err) != fetch.NotFound {
		t.Errorf("allowed: %v", err)
	}
	if n := counted.n.Load(); n != 1 {
		t.Errorf("allowed: %d connections, not 1", n)
	}
}
