package fetch

import (
	"bufio"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// proxy is an HTTP proxy on loopback that reaches nobody: it answers for every
// host itself, and says which host it was asked for.
type proxy struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []string
	status int              // of every answer, unless 0
	behind *httptest.Server // where tunnels lead
	seen   http.Header      // of the last request
}

func newProxy(t *testing.T, behind *httptest.Server) *proxy {
	p := &proxy{behind: behind}
	p.Server = httptest.NewServer(p)
	p.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(p.Close)
	return p
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, r.Method+" "+r.RequestURI)
	p.seen = r.Header
	status := p.status
	p.mu.Unlock()
	switch {
	case status != 0:
		w.WriteHeader(status)
	case r.Method == http.MethodConnect:
		p.tunnel(w)
	case strings.HasSuffix(r.URL.Path, "/inside"):
		http.Redirect(w, r, "http://127.0.0.1/", http.StatusFound)
	default:
		_, _ = io.WriteString(w, "from "+r.URL.Host)
	}
}

func (p *proxy) tunnel(w http.ResponseWriter) {
	client, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer client.Close()
	server, err := net.Dial("tcp", p.behind.Listener.Addr().String())
	if err != nil {
		return
	}
	defer server.Close()
	_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
	go func() {
		_, _ = io.Copy(server, bufio.NewReader(client))
		server.Close()
	}()
	_, _ = io.Copy(client, server)
}

func (p *proxy) take() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	asked := p.asked
	p.asked = nil
	return asked
}

func answers(name string) []string {
	switch name {
	case "feed.example":
		return []string{"192.0.2.1"}
	case "private.example":
		return []string{"10.0.0.1"}
	case "mixed.example":
		return []string{"192.0.2.1", "127.0.0.1"}
	case "six.example":
		return []string{"::1"}
	}
	return nil
}

func TestThroughAProxyOnLoopbackPublicFeedsComeAndPrivateTargetsAreRefused(t *testing.T) {
	in := newInside(t)
	secure := valid(t, "feed.example", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "from behind") })
	p := newProxy(t, secure)
	c, out := guarded(t, Options{Proxy: p.URL}, in, answers)
	trust(c, secure)
	for address, want := range map[string][2]string{
		"http://feed.example/feed?a=b": {"from feed.example", "GET http://feed.example/feed?a=b"},
		"https://feed.example/feed":    {"from behind", "CONNECT feed.example:443"},
		"http://192.0.2.7/":            {"from 192.0.2.7", "GET http://192.0.2.7/"},
	} {
		res, err := c.Get(t.Context(), Request{URL: address})
		if asked := p.take(); err != nil || string(res.Body) != want[0] || len(asked) != 1 || asked[0] != want[1] {
			t.Errorf("%s: %q, %v; the proxy was asked for %q", address, res.Body, err, asked)
		}
	}
	for address, want := range map[string]Outcome{
		"http://127.0.0.1:" + in.port + "/":  PrivateAddress,
		"https://127.0.0.1:" + in.port + "/": PrivateAddress,
		"http://[::1]:" + in.port + "/":      PrivateAddress,
		"http://[::ffff:127.0.0.1]/":         PrivateAddress,
		"http://localhost/":                  PrivateAddress,
		"http://169.254.169.254/latest":      PrivateAddress,
		"http://private.example/":            PrivateAddress,
		"http://six.example/":                PrivateAddress,
		"http://mixed.example/":              PrivateAddress,
		"http://feed.example:22/":            PrivateAddress,
		"http://nobody.example/":             DeadHost, // the proxy might know it
		p.URL:                                PrivateAddress,
	} {
		if _, err := c.Get(t.Context(), Request{URL: address}); outcome(err) != want {
			t.Errorf("%s: %v", address, err)
		}
		if asked := p.take(); len(asked) != 0 {
			t.Errorf("%s: the proxy was asked for %q", address, asked)
		}
	}
	if _, err := c.Get(t.Context(), Request{URL: "http://feed.example/inside"}); outcome(err) != PrivateAddress || len(p.take()) != 1 {
		t.Errorf("a redirect inside: %v", err)
	}
	if tried := out.take(); len(tried) != 0 {
		t.Errorf("tried %v past the proxy", tried)
	}
}

func TestAProxyThatDoesNotDoItsPartIsNamed(t *testing.T) {
	in := newInside(t)
	p := newProxy(t, nil)
	gone := newProxy(t, nil)
	gone.Close()
	for name, c := range map[string]struct {
		proxy    string
		status   int
		web, tls Outcome
	}{
		"down":                {gone.URL, 0, ProxyFault, ProxyFault},
		"wants a password":    {p.URL, http.StatusProxyAuthRequired, ProxyFault, ProxyFault},
		"forbids the site":    {p.URL, http.StatusForbidden, Forbidden, Forbidden},
		"can't reach it":      {p.URL, http.StatusBadGateway, ServerFault, Refused},
		"no address":          {"localhost:3128", 0, ProxyFault, ProxyFault},
		"of an unknown kind":  {"socks5://127.0.0.1:1", 0, ProxyFault, ProxyFault},
		"with a bad password": {"http://jane:s3cret@:1", 0, ProxyFault, ProxyFault},
	} {
		p.status = c.status
		client, _ := guarded(t, Options{Proxy: c.proxy}, in, answers)
		for address, want := range map[string]Outcome{"http://feed.example/": c.web, "https://feed.example/": c.tls} {
			_, err := client.Get(t.Context(), Request{URL: address})
			if outcome(err) != want || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "%!") {
				t.Errorf("%s, %s: %v", name, address, err)
			}
		}
	}
}

func TestAProxysPasswordIsForTheProxyAlone(t *testing.T) {
	p := newProxy(t, nil)
	c, _ := guarded(t, Options{Proxy: strings.Replace(p.URL, "http://", "http://jane:s3cret@", 1)}, newInside(t), answers)
	if _, err := c.Get(t.Context(), Request{URL: "http://feed.example/"}); err != nil {
		t.Fatal(err)
	}
	if p.seen.Get("Proxy-Authorization") == "" || p.seen.Get("Authorization") != "" {
		t.Errorf("%v", p.seen)
	}
}

func TestWhereEverythingMayBeVisitedTheProxyIsAskedForEverything(t *testing.T) {
	p := newProxy(t, nil)
	c := New(Options{AllowPrivate: true, Proxy: p.URL})
	defer c.Close()
	for _, host := range []string{"intranet", "10.0.0.1:81", "nobody.example"} {
		res, err := c.Get(t.Context(), Request{URL: "http://" + host + "/"})
		if err != nil || string(res.Body) != "from "+host {
			t.Errorf("%s: %q, %v", host, res.Body, err)
		}
	}
}
