package fetch

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
	"golang.org/x/net/http/httpguts"
)

// Limits that no option changes.
const (
	maxRedirects   = 10
	maxHeaderBytes = 64 << 10
)

// Options say how a Client behaves. A zero field means its default.
type Options struct {
	UserAgent    string        // how Pickwick names itself
	Parallel     int           // requests at once to one host; 2
	Gap          time.Duration // between two starts at one host; none
	Total        int           // requests at once to all hosts; 64
	MaxBytes     int64         // of one decoded body; 10 MiB
	Connect      time.Duration // to connect, and again for TLS; 10 s
	Headers      time.Duration // from the request to the end of the answer's headers; 30 s
	Timeout      time.Duration // for everything, redirects and body included; 60 s
	AllowPrivate bool          // also private addresses and any port: for intranets and tests
}

// Client fetches documents. Use one for the whole program: politeness is kept
// per Client. It is safe for concurrent use.
type Client struct {
	options   Options
	dialer    *net.Dialer
	transport *http.Transport
	hosts     *hosts
	total     chan struct{}
}

// New makes a Client.
func New(o Options) *Client {
	o.UserAgent = cmp.Or(o.UserAgent, "Pickwick (content curation; reads feeds)")
	o.Parallel = cmp.Or(max(o.Parallel, 0), 2)
	o.Total = cmp.Or(max(o.Total, 0), 64)
	o.MaxBytes = cmp.Or(max(o.MaxBytes, 0), 10<<20)
	o.Connect = cmp.Or(max(o.Connect, 0), 10*time.Second)
	o.Headers = cmp.Or(max(o.Headers, 0), 30*time.Second)
	o.Timeout = cmp.Or(max(o.Timeout, 0), 60*time.Second)
	c := &Client{
		options: o,
		dialer:  &net.Dialer{Timeout: o.Connect, Control: guard(o.AllowPrivate)},
		hosts:   &hosts{parallel: o.Parallel, gap: o.Gap, byName: map[string]*host{}},
		total:   make(chan struct{}, o.Total),
	}
	c.transport = &http.Transport{
		Proxy:                  nil, // a proxy would connect for us, past the guard
		DialContext:            c.dialer.DialContext,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // bodies are decoded here, under a limit
		TLSHandshakeTimeout:    o.Connect,
		ResponseHeaderTimeout:  o.Headers,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConns:           128,
		MaxIdleConnsPerHost:    4,
		IdleConnTimeout:        30 * time.Second,
	}
	return c
}

// Close drops the connections that are idle.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// guard refuses, at the moment of connecting, every address that is not public.
func guard(allowPrivate bool) func(network, address string, _ syscall.RawConn) error {
	if allowPrivate {
		return nil
	}
	return ssrf.New(ssrf.WithPorts(80, 443, 8080, 8443)).Safe
}

// Request is one document to fetch.
type Request struct {
	URL          string
	ETag         string // of the copy at hand; sent back verbatim
	LastModified string // likewise
	MaxBytes     int64  // of the decoded body; 0 means the client's limit
}

// Response is a document, or the word that it has not changed.
type Response struct {
	URL          string // where it was found in the end, without credentials
	Moved        string // the new address, when every redirect said that it is for good
	NotModified  bool   // the copy at hand is current; there is no body
	Partial      bool   // the connection ended early: Body is only the beginning
	ContentType  string
	ETag         string
	LastModified string
	Body         []byte // decoded
}

// Get fetches a document. Redirects are followed, up to ten. Whatever goes
// wrong is an *Error, except that a cancelled ctx gives its own error.
func (c *Client) Get(ctx context.Context, r Request) (Response, error) {
	u, err := parse(r.URL, c.options.AllowPrivate)
	if err != nil {
		return Response{}, err
	}
	at := position{url: u, home: u, permanent: true}
	parent := ctx
	for range maxRedirects + 1 {
		release, err := c.hosts.acquire(ctx, at.url.Hostname())
		if err != nil {
			return Response{}, c.fail(parent, at.url, err)
		}
		select {
		case c.total <- struct{}{}:
		case <-ctx.Done():
			release()
			return Response{}, c.fail(parent, at.url, ctx.Err())
		}
		if ctx == parent { // waiting for one's turn is not the host's fault
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(parent, c.options.Timeout)
			defer cancel()
		}
		res, next, err := c.hop(ctx, r, at)
		<-c.total
		release()
		if err != nil {
			return Response{}, c.fail(parent, at.url, err)
		}
		if next == nil {
			return res, nil
		}
		at = *next
	}
	return Response{}, fault(TooManyRedirects, u, nil)
}

// position is where a chain of redirects stands.
type position struct {
	url       *url.URL
	home      *url.URL // the address asked for, whose credentials go to its host alone
	permanent bool     // every redirect so far was for good
}

// hop sends one request. It returns either a response, or the next position.
func (c *Client) hop(ctx context.Context, r Request, at position) (Response, *position, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, withoutUser(at.url), nil)
	if err != nil {
		return Response{}, nil, fault(BadAddress, at.url, err)
	}
	req.Header.Set("User-Agent", c.options.UserAgent)
	req.Header.Set("Accept", "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5")
	req.Header.Set("Accept-Encoding", "gzip, br, zstd, deflate")
	setValid(req.Header, "If-None-Match", r.ETag)
	setValid(req.Header, "If-Modified-Since", r.LastModified)
	if user := at.credentials(); user != nil {
		password, _ := user.Password()
		req.SetBasicAuth(user.Username(), password)
	}
	res, err := c.transport.RoundTrip(req)
	if err != nil {
		return Response{}, nil, err
	}
	defer res.Body.Close() //nolint:errcheck // what matters was read

	switch res.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		next, err := at.follow(res, c.options.AllowPrivate)
		return Response{}, next, err
	case http.StatusOK, http.StatusNonAuthoritativeInfo, http.StatusNotModified:
	default:
		return Response{}, nil, refusal(res, at.url)
	}
	out := Response{
		URL:          withoutUser(at.url),
		ContentType:  res.Header.Get("Content-Type"),
		ETag:         res.Header.Get("ETag"),
		LastModified: res.Header.Get("Last-Modified"),
	}
	if at.permanent && out.URL != withoutUser(at.home) {
		out.Moved = out.URL
	}
	if res.StatusCode == http.StatusNotModified {
		out.NotModified = true
		return out, nil, nil
	}
	out.Body, out.Partial, err = read(res, cmp.Or(max(r.MaxBytes, 0), c.options.MaxBytes))
	return out, nil, err
}

// credentials are those of the address asked for, for its own host and over a
// connection no less safe; else those that the address itself carries.
func (p position) credentials() *url.Userinfo {
	if p.url.User != nil {
		return p.url.User
	}
	if p.url.Host == p.home.Host && (p.url.Scheme == p.home.Scheme || p.url.Scheme == "https") {
		return p.home.User
	}
	return nil
}

// follow is where a redirect leads.
func (p position) follow(res *http.Response, allowPrivate bool) (*position, error) {
	location, err := p.url.Parse(res.Header.Get("Location"))
	if err != nil || res.Header.Get("Location") == "" {
		return nil, fault(BadAnswer, p.url, err)
	}
	if err := check(location, allowPrivate); err != nil {
		return nil, err
	}
	location.User = nil // chosen by the server, not by who wrote the list
	good := res.StatusCode == http.StatusMovedPermanently || res.StatusCode == http.StatusPermanentRedirect
	return &position{url: location, home: p.home, permanent: p.permanent && good}, nil
}

// setValid sets a header to a value that a server once sent, unless it can't be sent.
func setValid(h http.Header, name, value string) {
	if value != "" && httpguts.ValidHeaderFieldValue(value) {
		h.Set(name, value)
	}
}
