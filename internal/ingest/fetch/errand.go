package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/net/http/httpguts"
)

// errTime ends a request whose time is up.
var errTime = errors.New("the time for the request is up")

// errand is one document under way, over all its redirects.
type errand struct {
	client  *Client
	request Request
	limit   int64 // bytes of the decoded body
	at      position
	held    place
	size    int           // the size that it is known to have
	left    time.Duration // for requests; waiting for one's turn is not the host's fault
	buffer  *[]byte       // where the body lies, to be used again
}

// run sends requests until there is a document.
func (e *errand) run(ctx context.Context) (Response, error) {
	for redirects := 0; redirects <= maxRedirects; {
		res, next, err := e.turn(ctx)
		switch {
		case errors.Is(err, errNoRoom):
			e.left = e.client.options.Timeout
			e.held.leave()
		case err != nil:
			return Response{}, e.fail(ctx, err)
		case next == nil:
			return res, nil
		default:
			e.at = *next
			e.held.leave()
			redirects++
		}
	}
	return Response{}, fault(TooManyRedirects, e.at.home, nil)
}

// turn waits for its turn, first at the host, so that a busy one keeps others
// from no place in flight, and sends one request.
func (e *errand) turn(ctx context.Context) (Response, *position, error) {
	if e.size > 0 {
		if err := e.held.settle(ctx, e.size); err != nil {
			return Response{}, nil, err
		}
	}
	release, err := e.client.hosts.acquire(ctx, e.at.url.Hostname())
	if err != nil {
		return Response{}, nil, err
	}
	defer release()
	if err := e.held.fly(ctx); err != nil {
		return Response{}, nil, err
	}
	h := hop{errand: e}
	h.ctx, h.cancel = context.WithCancelCause(ctx)
	defer h.cancel(nil)
	h.start()
	defer h.end()
	if e.held.size != nil {
		h.watch()
	}
	res, next, err := h.send()
	if cause := context.Cause(h.ctx); err != nil && ctx.Err() == nil && cause != nil {
		err = fault(Timeout, e.at.url, cause)
	}
	return res, next, err
}

// fail sorts an error of the network. A cancelled parent is nobody's fault.
func (e *errand) fail(parent context.Context, err error) error {
	if parent.Err() != nil {
		return parent.Err()
	}
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	return fault(classify(err), e.at.url, err)
}

// hop is one request of an errand, with the clock that ends it.
type hop struct {
	*errand
	ctx    context.Context //nolint:containedctx // a hop lasts as long as its request
	cancel context.CancelCauseFunc
	since  time.Time
	timer  *time.Timer
	rest   func() // stops watching
}

// start lets the host's time run.
func (h *hop) start() {
	h.since = time.Now()
	h.timer = time.AfterFunc(h.left, func() { h.cancel(errTime) })
}

// stop keeps the time that is left, for a wait that is not the host's fault.
func (h *hop) stop() {
	h.timer.Stop()
	h.left -= time.Since(h.since)
}

// watch ends the request when the place that it has now is held for too long
// while others wait.
func (h *hop) watch() {
	if h.rest != nil {
		h.rest()
	}
	h.rest = h.held.size.watch(h.cancel)
}

// end is the end of the request, however it went.
func (h *hop) end() {
	h.stop()
	if h.rest != nil {
		h.rest()
	}
}

// send sends the request. It returns either a response, or the next position.
func (h *hop) send() (Response, *position, error) {
	c, at := h.client, h.at
	if err := c.vouch(h.ctx, at.url); err != nil {
		return Response{}, nil, err
	}
	res, err := c.transport.RoundTrip(h.get().WithContext(h.ctx))
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
		URL:          shown(at.url),
		ContentType:  res.Header.Get("Content-Type"),
		ETag:         res.Header.Get("Etag"),
		LastModified: res.Header.Get("Last-Modified"),
		CacheFor:     cacheFor(res.Header, time.Now()),
	}
	if at.url != at.home && at.permanent && out.URL != shown(at.home) {
		out.Moved = out.URL
	}
	if res.StatusCode == http.StatusNotModified {
		out.NotModified = true
		return out, nil, nil
	}
	out.Body, out.Partial, err = h.read(res)
	return out, nil, err
}

// get is the request for where the errand stands.
func (h *hop) get() *http.Request {
	u := *h.at.url
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	header := make(http.Header, 8)
	for name, value := range h.client.header {
		header[name] = value
	}
	setValid(header, "If-None-Match", h.request.ETag)
	setValid(header, "If-Modified-Since", h.request.LastModified)
	req := &http.Request{Method: http.MethodGet, URL: &u, Host: u.Host, Header: header, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	if user := h.at.credentials(); user != nil {
		password, _ := user.Password()
		req.SetBasicAuth(user.Username(), password)
	}
	return req
}

// setValid sets a header to a value that a server once sent, unless it can't be sent.
func setValid(h http.Header, name, value string) {
	if value != "" && httpguts.ValidHeaderFieldValue(value) {
		h[name] = []string{value}
	}
}

// position is where a chain of redirects stands.
type position struct {
	url       *url.URL
	home      *url.URL // the address asked for, whose credentials go to its host alone
	permanent bool     // every redirect so far was for good
}

// credentials are those of the address asked for, for its own host and over a
// connection no less safe.
func (p position) credentials() *url.Userinfo {
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
