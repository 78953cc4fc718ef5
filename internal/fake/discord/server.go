package discord

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Who the fake says that the caller is.
const (
	BotID         = "500000000000000001" // the user id of the bot
	ApplicationID = "500000000000000002"
	DefaultToken  = "fake-discord-token.for.tests" // accepted when Options.Token is empty
)

// epoch is the instant of snowflake 0 in Unix milliseconds, by the reference
// page of Discord's documentation.
const epoch = 1420070400000

// Options set a server up. The zero value is a Discord without rate limits
// that remembers nonces for five minutes.
type Options struct {
	Token       string           // the only bot token accepted; DefaultToken when empty
	Now         func() time.Time // time.Now when nil
	NonceWindow time.Duration    // how long a nonce is remembered; 5 minutes when 0
	Spec        *Spec            // the OpenAPI document; LoadSpec's when nil
	Global      Rate             // for all calls together; none when zero
	PerRoute    Rate             // for each route and channel; none when zero
	Address     string           // where to listen; a free port on 127.0.0.1 when empty
	Logf        func(format string, args ...any)
}

// Rate is a number of requests in each window of time.
type Rate struct {
	Limit  int
	Window time.Duration
}

// Server is a running fake. All methods are safe for concurrent use.
type Server struct {
	opts Options
	spec *Spec
	http *httptest.Server

	mu         sync.Mutex
	changed    chan struct{} // closed and replaced whenever something happens
	lastID     uint64
	channels   map[string]*channel
	byUser     map[string]*channel
	nonces     map[string]nonce
	blocked    map[string]Fault
	faults     []Fault
	windows    map[string]window
	requests   []Request
	violations []string
	allowed    bool
}

// channel is a direct-message channel with one user.
type channel struct {
	id       string
	user     string
	messages []*Message // oldest first
}

// nonce is a message that must not be created again for a while.
type nonce struct {
	message *Message
	at      time.Time
}

// New starts a server that ends with the test and fails it for every
// violation, unless AllowViolations was called.
func New(tb testing.TB, o Options) *Server {
	tb.Helper()
	if o.Logf == nil {
		o.Logf = tb.Logf
	}
	s, err := Start(o)
	if err != nil {
		tb.Fatalf("fake Discord: %v", err)
	}
	tb.Cleanup(func() {
		s.Close()
		if s.allowed {
			return
		}
		for _, v := range s.Violations() {
			tb.Errorf("fake Discord: %s", v)
		}
	})
	return s
}

// Start starts a server outside of a test. The caller closes it.
func Start(o Options) (*Server, error) {
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NonceWindow == 0 {
		o.NonceWindow = 5 * time.Minute
	}
	if o.Logf == nil {
		o.Logf = func(string, ...any) {}
	}
	if o.Spec == nil {
		spec, err := LoadSpec(o.Logf)
		if err != nil {
			return nil, err
		}
		o.Spec = spec
	}
	s := &Server{
		opts: o, spec: o.Spec, changed: make(chan struct{}),
		channels: map[string]*channel{}, byUser: map[string]*channel{},
		nonces: map[string]nonce{}, blocked: map[string]Fault{}, windows: map[string]window{},
	}
	s.http = httptest.NewUnstartedServer(s)
	if o.Address != "" {
		l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", o.Address)
		if err != nil {
			return nil, fmt.Errorf("fake Discord can't listen: %w", err)
		}
		_ = s.http.Listener.Close()
		s.http.Listener = l
	}
	s.http.Start()
	return s, nil
}

// URL is the address to give as chat.discord.api_url, ending in a slash.
func (s *Server) URL() string { return s.http.URL + "/" }

// Close stops the server; calls that hang are let go.
func (s *Server) Close() {
	s.http.CloseClientConnections()
	s.http.Close()
}

// Await returns when cond holds, looking again after every request, or with
// the error of ctx. It does not hold any lock while cond runs.
func (s *Server) Await(ctx context.Context, cond func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// notify wakes Await. The caller holds mu.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// newID makes the next snowflake; ids rise with time. The caller holds mu.
func (s *Server) newID() string {
	id := uint64(max(s.opts.Now().UnixMilli()-epoch, 0)) << 22
	s.lastID = max(id, s.lastID+1)
	return strconv.FormatUint(s.lastID, 10)
}

// open returns the channel with a user, making it if there is none. The
// caller holds mu.
func (s *Server) open(user string) *channel {
	ch, ok := s.byUser[user]
	if !ok {
		ch = &channel{id: s.newID(), user: user}
		s.byUser[user], s.channels[ch.id] = ch, ch
	}
	return ch
}

var _ http.Handler = (*Server)(nil)
