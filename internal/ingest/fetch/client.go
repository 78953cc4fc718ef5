package fetch

import (
	"cmp"
	"context"
	"errors"
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
	Total        int           // documents at once, from the request until they are used; 64
	Large        int           // of them above 1 MiB, decoded; 4
	MaxBytes     int64         // of one decoded body; 10 MiB
	Connect      time.Duration // to connect, and again for TLS; 10 s
	Headers      time.Duration // from the request to the end of the answer's headers; 30 s
	Timeout      time.Duration // for everything, redirects and body included, but not for waiting one's turn; 60 s
	AllowPrivate bool          // also private addresses and any port: for intranets and tests
}

// Client fetches documents. Use one for the whole program: politeness is kept
// per Client. It is safe for concurrent use.
type Client struct {
	options   Options
	dialer    *net.Dialer
	transport *http.Transport
	hosts     *hosts
	room      *room
}

// New makes a Client.
func New(o Options) *Client {
	o.UserAgent = cmp.Or(o.UserAgent, "Pickwick (content curation; reads feeds)")
	o.Parallel = cmp.Or(max(o.Parallel, 0), 2)
	o.Total = cmp.Or(max(o.Total, 0), 64)
	o.Large = cmp.Or(max(o.Large, 0), 4)
	o.MaxBytes = cmp.Or(max(o.MaxBytes, 0), 10<<20)
	o.Connect = cmp.Or(max(o.Connect, 0), 10*time.Second)
	o.Headers = cmp.Or(max(o.Headers, 0), 30*time.Second)
	o.Timeout = cmp.Or(max(o.Timeout, 0), 60*time.Second)
	c := &Client{
		options: o,
		dialer:  &net.Dialer{Timeout: o.Connect, Control: guard(o.AllowPrivate)},
		hosts:   &hosts{parallel: o.Parallel, gap: o.Gap, byName: map[string]*host{}},
		room:    &room{any: make(chan struct{}, o.Total), large: make(chan struct{}, o.Large)},
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

// Get fetches a document for a caller that has few at once: it does not count
// among the documents in memory once it is returned. Errors are those of Do.
func (c *Client) Get(ctx context.Context, r Request) (Response, error) {
	var out Response
	err := c.Do(ctx, r, func(res Response) { out = res })
	return out, err
}

// Do fetches a document and gives it to use. Until use returns, the document
// counts among those in memory, and others may have to wait. Redirects are
// followed, up to ten. Whatever goes wrong is an *Error, except that a
// cancelled ctx gives its own error; then use is not called.
//
// A document above 1 MiB that comes while there is no room for it is let go,
// and asked for once more when there is.
func (c *Client) Do(ctx context.Context, r Request, use func(Response)) error {
	u, err := parse(r.URL, c.options.AllowPrivate)
	if err != nil {
		return err
	}
	e := errand{client: c, request: r, at: position{url: u, home: u, permanent: true}, left: c.options.Timeout}
	e.held.room = c.room
	defer e.held.leave()
	for redirects := 0; redirects <= maxRedirects; {
		res, next, err := e.turn(ctx)
		switch {
		case errors.Is(err, errNoRoom):
			e.left, e.large = c.options.Timeout, true
			e.held.leave()
		case err != nil:
			return c.fail(ctx, e.at.url, err)
		case next == nil:
			use(res)
			return nil
		default:
			e.at = *next
			e.held.leave()
			redirects++
		}
	}
	return fault(TooManyRedirects, u, nil)
}

// errand is one document under way.
type errand struct {
	client  *Client
	request Request
	at      position
	held    place
	left    time.Duration // for requests; waiting for one's turn is not the host's fault
	large   bool          // known to be a large document
}

// turn waits for its turn, first at the host, so that a busy one keeps others
// from no place in the room, and sends one request.
func (e *errand) turn(ctx context.Context) (Response, *position, error) {
	release, err := e.client.hosts.acquire(ctx, e.at.url.Hostname())
	if err != nil {
		return Response{}, nil, err
	}
	defer release()
	if err := e.held.enter(ctx, e.large); err != nil {
		return Response{}, nil, err
	}
	begun := time.Now()
	ctx, cancel := context.WithTimeout(ctx, e.left)
	defer cancel()
	res, next, err := e.client.hop(ctx, e.request, e.at, e.held.widen)
	e.left -= time.Since(begun)
	return res, next, err
}

// position is where a chain of redirects stands.
type position struct {
	url       *url.URL
	home      *url.URL // the address asked for, whose credentials go to its host alone
	permanent bool     // every redirect so far was for good
}

// hop sends one request. It returns either a response, or the next position.
// widen is asked before more than a small body is taken in.
func (c *Client) hop(ctx context.Context, r Request, at position, widen func() bool) (Response, *position, error) {
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
	out.Body, out.Partial, err = read(res, c.options.MaxBytes, widen)
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
