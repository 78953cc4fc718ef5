package fetch

import (
	"bytes"
	"cmp"
	"context"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"code.dny.dev/ssrf"
)

// Limits that no option changes.
const (
	maxRedirects   = 10
	maxHeaderBytes = 64 << 10
	// maxStream is how much of a body HTTP/2 takes in ahead of us, for each
	// request in flight; its default is 4 MiB.
	maxStream = 64 << 10
)

// Options say how a Client behaves. A zero field means its default.
type Options struct {
	UserAgent    string        // how Pickwick names itself; its name, version and an address for site owners
	Parallel     int           // requests at once to one host; 2
	Gap          time.Duration // between two starts at one host; none
	Total        int           // requests in flight, from asking until the document is used; 256
	Small        int           // of them documents up to 1 MiB in memory, read or in use; 16
	Large        int           // and above 1 MiB; 4
	MaxBytes     int64         // of one decoded body, unless the Request says otherwise; 10 MiB
	Connect      time.Duration // to connect, and again for TLS; 10 s
	Headers      time.Duration // from the request to the end of the answer's headers; 30 s
	Timeout      time.Duration // for everything, redirects and body included, but not for waiting one's turn; 60 s
	AllowPrivate bool          // also private addresses and any port: for intranets and tests
	Proxy        string        // http://host:port that all requests go through, wherever it is; none
}

// Client fetches documents. Use one for the whole program: politeness is kept
// per Client. It is safe for concurrent use.
type Client struct {
	options   Options
	header    http.Header     // what every request says
	guard     *ssrf.Guardian  // nil when private addresses are allowed
	dialer    *net.Dialer     // to wherever an address leads
	proxy     *url.URL        // nil when there is none
	proxyErr  error           // what is wrong with the proxy's address
	transport *http.Transport // over dial
	hosts     *hosts
	room      *room

	beginnings, gzips, buffers sync.Pool // of *bufio.Reader, *gzip.Reader, *[]byte
}

// New makes a Client. If the proxy is no address, every fetch says so.
func New(o Options) *Client {
	o.UserAgent = cmp.Or(o.UserAgent, userAgent())
	o.Parallel = cmp.Or(max(o.Parallel, 0), 2)
	o.Total = cmp.Or(max(o.Total, 0), 256)
	o.Small = cmp.Or(max(o.Small, 0), 16)
	o.Large = cmp.Or(max(o.Large, 0), 4)
	o.MaxBytes = cmp.Or(max(o.MaxBytes, 0), 10<<20)
	o.Connect = cmp.Or(max(o.Connect, 0), 10*time.Second)
	o.Headers = cmp.Or(max(o.Headers, 0), 30*time.Second)
	o.Timeout = cmp.Or(max(o.Timeout, 0), 60*time.Second)
	c := &Client{
		options: o,
		header: http.Header{
			"User-Agent":      {o.UserAgent},
			"Accept":          {"application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"},
			"Accept-Encoding": {"gzip, br, zstd, deflate"},
		},
		dialer: &net.Dialer{Timeout: o.Connect},
		hosts:  &hosts{parallel: o.Parallel, gap: o.Gap, byName: map[string]*host{}},
		room:   newRoom(o),
	}
	c.proxy, c.proxyErr = parseProxy(o.Proxy)
	if !o.AllowPrivate {
		c.guard = ssrf.New(ssrf.WithPorts(80, 443, 8080, 8443))
		c.dialer.Control = c.guard.Safe
	}
	c.transport = &http.Transport{
		Proxy:                  http.ProxyURL(c.proxy),
		OnProxyConnectResponse: tunnelled,
		DialContext:            c.dial,
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{MaxReceiveBufferPerStream: maxStream},
		DisableCompression:     true, // bodies are decoded here, under a limit
		TLSHandshakeTimeout:    o.Connect,
		ResponseHeaderTimeout:  o.Headers,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConns:           o.Total,
		MaxIdleConnsPerHost:    o.Total, // hosts sees to the few that there may be
		IdleConnTimeout:        30 * time.Second,
	}
	return c
}

// userAgent names the project and its version to the owners of sites.
func userAgent() string {
	version := "development"
	if info, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(info.Main.Version, "v") {
		version = info.Main.Version[1:]
	}
	return "Pickwick/" + version + " (+https://example.com/pickwick; feed reader)"
}

// Close drops the connections that are idle.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// dial connects to a public address, or to the proxy, wherever that is.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if c.proxy != nil && address == proxyAddress(c.proxy) {
		return (&net.Dialer{Timeout: c.options.Connect}).DialContext(ctx, network, address)
	}
	return c.dialer.DialContext(ctx, network, address)
}

// Request is one document to fetch.
type Request struct {
	URL          string
	ETag         string // of the copy at hand; sent back verbatim
	LastModified string // likewise
	MaxBytes     int64  // of the decoded body, up to 100 MiB; 0 means the Client's
}

// Response is a document, or the word that it has not changed.
type Response struct {
	URL          string // where it was found in the end, without credentials and fragment
	Moved        string // the new address, when every redirect said that it is for good
	NotModified  bool   // the copy at hand is current; there is no body
	Partial      bool   // the connection ended early: Body is only the beginning
	ContentType  string
	ETag         string
	LastModified string
	CacheFor     time.Duration // how long the server says that nothing changes; 0 to 24 h
	Body         []byte        // decoded
}

// Get fetches a document for a caller that has few at once: it does not count
// among the documents in memory once it is returned. Errors are those of Do.
func (c *Client) Get(ctx context.Context, r Request) (Response, error) {
	var out Response
	err := c.Do(ctx, r, func(res Response) {
		out = res
		out.Body = bytes.Clone(res.Body)
	})
	return out, err
}

// Do fetches a document and gives it to use. Until use returns, the document
// counts among those in memory, and others may have to wait; its Body is valid
// until then and no longer, for the next document is read into the same place.
// Redirects are followed, up to ten. Whatever goes wrong is an *Error, except
// that a cancelled ctx gives its own error; then use is not called.
//
// A document above 1 MiB that comes while there is no room for it is let go,
// and asked for once more when there is.
func (c *Client) Do(ctx context.Context, r Request, use func(Response)) error {
	u, err := parse(r.URL, c.options.AllowPrivate)
	if err != nil {
		return err
	}
	e := errand{
		client: c, request: r, limit: c.options.MaxBytes, left: c.options.Timeout,
		at: position{url: u, home: u, permanent: true}, held: place{room: c.room},
	}
	if r.MaxBytes > 0 {
		e.limit = min(r.MaxBytes, hugestBody)
	}
	defer e.held.leave()
	res, err := e.run(ctx)
	if err == nil {
		use(res)
	}
	e.recycle()
	return err
}
