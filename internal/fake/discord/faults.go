package discord

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Call names one kind of request.
type Call string

// The kinds of request. Any stands for all of them in a Fault.
const (
	Any           Call = ""
	OpenDM        Call = "open DM"
	CreateMessage Call = "create message"
	EditMessage   Call = "edit message"
	ListMessages  Call = "list messages"
	Me            Call = "me"
	Application   Call = "application"
	Gateway       Call = "gateway"
)

// Fault is one scripted answer. The functions below make the usual ones.
type Fault struct {
	On     Call // the kind of request that it waits for
	After  bool // the request takes effect first, and then this is answered
	Status int
	Header map[string]string
	Body   string
	Odd    bool // the answer is wrong on purpose: it is not checked against the document
	reset  bool
	hold   *Hold
}

// Script adds faults: each answers the next request that it waits for, in
// order, once.
func (s *Server) Script(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, faults...)
}

// Block answers every call about a user's messages with a fault from now on;
// Unblock ends it.
func (s *Server) Block(user string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.blocked[user] = f
}

// Unblock ends what Block began.
func (s *Server) Unblock(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.blocked, user)
}

// For makes the fault wait for one kind of request.
func (f Fault) For(c Call) Fault {
	f.On = c
	return f
}

// AfterAccept lets the request take effect before the fault is answered.
func (f Fault) AfterAccept() Fault {
	f.After = true
	return f
}

// Refuse answers with a status and one of Discord's JSON error codes.
func Refuse(status, code int, message string) Fault {
	return Fault{Status: status, Body: errorBody(code, message)}
}

// BadToken answers as Discord does to a token that it does not know.
func BadToken() Fault {
	return Refuse(http.StatusUnauthorized, 0, "401: Unauthorized")
}

// RateLimited answers 429 with a scope of "user", "global" or "shared".
func RateLimited(scope string, retryAfter time.Duration) Fault {
	sec := retryAfter.Seconds()
	body, _ := json.Marshal(map[string]any{
		"message": "You are being rate limited.", "retry_after": sec, "global": scope == "global", "code": 0,
	})
	h := map[string]string{
		"Retry-After":       strconv.Itoa(int(sec + 0.999)),
		"X-RateLimit-Scope": scope,
	}
	if scope == "global" {
		h["X-RateLimit-Global"] = "true"
	}
	return Fault{Status: http.StatusTooManyRequests, Header: h, Body: string(body)}
}

// Cloudflare answers with an HTML page, as the network before Discord does.
func Cloudflare(status int, retryAfter time.Duration) Fault {
	f := Fault{
		Status: status, Header: map[string]string{"Content-Type": "text/html"},
		Body: fmt.Sprintf("<!doctype html><title>%d</title><p>Error 1015", status),
	}
	if retryAfter > 0 {
		f.Header["Retry-After"] = strconv.Itoa(int(retryAfter.Seconds()))
	}
	return f
}

// ServerError answers with a 5xx status as Discord does.
func ServerError(status int) Fault {
	return Refuse(status, 0, fmt.Sprintf("%d: %s", status, http.StatusText(status)))
}

// Reset ends the connection without an answer.
func Reset() Fault { return Fault{reset: true} }

// Hold is a request that hangs until it is released.
type Hold struct {
	arrived chan struct{}
	release chan struct{}
	once    sync.Once
}

// NewHold makes one; Fault puts it into a script.
func NewHold() *Hold {
	return &Hold{arrived: make(chan struct{}), release: make(chan struct{})}
}

// Fault is the fault that hangs, and then resets the connection.
func (h *Hold) Fault() Fault { return Fault{reset: true, hold: h} }

// Arrived is closed when the request hangs.
func (h *Hold) Arrived() <-chan struct{} { return h.arrived }

// Release lets the request go.
func (h *Hold) Release() { h.once.Do(func() { close(h.release) }) }

// take removes and returns the next fault for a call. The caller holds mu.
func (s *Server) take(c Call) (Fault, bool) {
	for i, f := range s.faults {
		if f.On == Any || f.On == c {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
			return f, true
		}
	}
	return Fault{}, false
}

// play turns a fault into an answer; ok is false when the connection ended.
func (f Fault) play(w http.ResponseWriter, r *http.Request) (a answer, ok bool) {
	if f.hold != nil {
		close(f.hold.arrived)
		select {
		case <-f.hold.release:
		case <-r.Context().Done():
		}
	}
	if f.reset {
		abort(w)
		return answer{}, false
	}
	return answer{status: f.Status, header: f.Header, raw: []byte(f.Body), odd: f.Odd}, true
}

// abort resets the connection: the peer sees RST rather than an orderly end.
func abort(w http.ResponseWriter) {
	h, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler)
	}
	conn, _, err := h.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
