package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// patience is how long one call may take, from the end of its wait for a turn.
const patience = 20 * time.Second

// maxAnswer bounds what is read of an answer, in bytes. A page of 100 messages
// has a few hundred thousand.
const maxAnswer = 8 << 20

// reply is what came of a call. Without a status there was no answer, and err
// says why.
type reply struct {
	status  int
	header  http.Header
	body    []byte
	code    int    // Discord's JSON error code; 0 when it gave none
	message string // Discord's own words; may be hostile
	wait    time.Duration
	global  bool // a 429 for all calls, not just this route
	err     error
}

// call makes one request, once, when the gate lets it through.
func (c *Chat) call(ctx context.Context, method, address string, body any) reply {
	bucket := method + " " + strings.SplitN(address, "?", 2)[0]
	turn, err := c.gate.enter(ctx, bucket)
	if err != nil {
		return reply{err: err}
	}
	began := c.gate.now()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var r reply
	_, err = c.session.RequestWithBucketID(method, address, body, bucket,
		discordgo.WithContext(context.WithValue(ctx, replyKey{}, &r)),
		discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	if r.status == 0 {
		// With a status, discordgo's error holds the request and so the token;
		// without one it is the transport's and holds neither.
		r.err = err
	}
	r.read()
	turn.leave(r)
	c.log.DebugContext(ctx, "discord answered", "call", method+" "+path(address), "status", r.status, "code", r.code, "took", c.gate.now().Sub(began))
	return r
}

// read takes the error out of an answer that holds one.
func (r *reply) read() {
	if r.status < 300 {
		return
	}
	var e struct {
		Code    int     `json:"code"`
		Message string  `json:"message"`
		Retry   float64 `json:"retry_after"`
		Global  bool    `json:"global"`
	}
	jsonErr := json.Unmarshal(r.body, &e)
	r.code, r.message = e.Code, e.Message
	r.wait = max(asWait(e.Retry), seconds(r.header.Get("Retry-After")))
	// A page instead of JSON is from the network before Discord, which limits
	// by address, not by route.
	r.global = e.Global || jsonErr != nil || r.header.Get("X-RateLimit-Global") != ""
}

type replyKey struct{}

// transport sends discordgo's requests to the configured address. Discordgo's
// own addresses are global variables, which belong to nobody.
type transport struct {
	base http.RoundTripper
	api  *url.URL
}

// RoundTrip notes the whole answer in the reply of the context and hides the
// rate-limit headers, so that discordgo's limiter never waits: ours has.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	r, ok := req.Context().Value(replyKey{}).(*reply)
	if !ok {
		r = &reply{}
	}
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host, req.Host = t.api.Scheme, t.api.Host, ""
	req.URL.Path = strings.TrimSuffix(t.api.Path, "/") + req.URL.Path
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	r.status, r.header = resp.StatusCode, resp.Header.Clone()
	r.body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err == nil && len(r.body) > maxAnswer {
		err = fmt.Errorf("the answer has more than %d bytes", maxAnswer)
	}
	if err != nil {
		r.err = err
		return nil, err
	}
	for name := range resp.Header {
		if strings.HasPrefix(strings.ToLower(name), "x-ratelimit-") {
			resp.Header.Del(name)
		}
	}
	resp.Body = io.NopCloser(bytes.NewReader(r.body))
	return resp, nil
}

// path is an address without the part that is the same for all.
func path(address string) string { return strings.TrimPrefix(address, discordgo.EndpointAPI) }
