package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"code.dny.dev/ssrf"
	"golang.org/x/net/dns/dnsmessage"
)

// outcome is what became of a fetch: "" when it worked.
func outcome(err error) Outcome {
	var e *Error
	if errors.As(err, &e) {
		return e.Outcome
	}
	return ""
}

// pipes is a network in memory for a bubble of testing/synctest: whatever name
// is dialled, the handler answers.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func newPipes(t *testing.T, c *Client, h http.HandlerFunc) *pipes {
	p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	c.transport.DialContext = p.dial
	s := &http.Server{Handler: h} //nolint:gosec // a test needs no time limit of the server's own
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Serve(p) // it ends when the test does
	}()
	t.Cleanup(func() {
		c.Close()
		_ = s.Shutdown(context.Background()) // after the answers under way
		<-done
	})
	return p
}

func (p *pipes) dial(ctx context.Context, _, address string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.conns <- named{theirs, address}:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	close(p.closed)
	return nil
}

func (p *pipes) Addr() net.Addr { return named{} }

// named is a connection that knows which address was dialled.
type named struct {
	net.Conn
	address string
}

func (n named) Network() string      { return "pipe" }
func (n named) String() string       { return n.address }
func (n named) LocalAddr() net.Addr  { return n }
func (n named) RemoteAddr() net.Addr { return n }

// inside is a server on this machine that must not be reached. It counts who
// connects, on every address that the machine has.
type inside struct {
	net.Listener
	port        string
	connections atomic.Int64
}

func newInside(t *testing.T) *inside {
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	in := &inside{Listener: l}
	_, in.port, _ = net.SplitHostPort(l.Addr().String())
	s := &httptest.Server{Listener: in, Config: &http.Server{Handler: http.NotFoundHandler()}} //nolint:gosec // as above
	s.Start()
	t.Cleanup(func() {
		if n := in.connections.Load(); n != 0 {
			t.Errorf("%d connections were made to the inside", n)
		}
		s.Close()
	})
	return in
}

func (in *inside) Accept() (net.Conn, error) {
	conn, err := in.Listener.Accept()
	if err == nil {
		in.connections.Add(1)
	}
	return conn, err
}

// outward are the addresses that the guard let through, which a test must not
// really connect to.
type outward struct {
	mu   sync.Mutex
	seen []string
}

var errOutward = errors.New("this test connects to nobody outside")

func (o *outward) take() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	seen := o.seen
	o.seen = nil
	return seen
}

// guarded is a client that visits public addresses only, at the port of in
// too. 192.0.2.0/24, which nobody has, counts as public.
func guarded(t *testing.T, o Options, in *inside, answer func(name string) []string) (*Client, *outward) {
	c := New(o)
	t.Cleanup(c.Close)
	port := netip.MustParseAddrPort("127.0.0.1:" + in.port).Port()
	c.guard = ssrf.New(ssrf.WithPorts(80, 443, port), ssrf.WithAllowedV4Prefixes(netip.MustParsePrefix("192.0.2.0/24")))
	out := &outward{}
	c.dialer.Control = func(network, address string, conn syscall.RawConn) error {
		if err := c.guard.Safe(network, address, conn); err != nil {
			return err
		}
		out.mu.Lock()
		defer out.mu.Unlock()
		out.seen = append(out.seen, address)
		return errOutward
	}
	c.dialer.Resolver = resolver(t, answer)
	return c, out
}

// resolver answers every question for addresses by a function, over a name
// server on loopback.
func resolver(t *testing.T, answer func(name string) []string) *net.Resolver {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if reply, ok := reply(buf[:n], answer); ok {
				_, _ = conn.WriteTo(reply, from) // the client asks again
			}
		}
	}()
	t.Cleanup(func() {
		conn.Close()
		<-done
	})
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func reply(query []byte, answer func(name string) []string) ([]byte, bool) {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return nil, false
	}
	m.Response, m.Additionals = true, nil
	q := m.Questions[0]
	if q.Type != dnsmessage.TypeA && q.Type != dnsmessage.TypeAAAA {
		return nil, false
	}
	for _, text := range answer(strings.TrimSuffix(q.Name.String(), ".")) {
		a := netip.MustParseAddr(text)
		r := dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}}
		switch {
		case a.Is4() && q.Type == dnsmessage.TypeA:
			r.Body = &dnsmessage.AResource{A: a.As4()}
		case a.Is6() && q.Type == dnsmessage.TypeAAAA:
			r.Body = &dnsmessage.AAAAResource{AAAA: a.As16()}
		default:
			continue
		}
		m.Answers = append(m.Answers, r)
	}
	out, err := m.Pack()
	return out, err == nil
}

// lead sends connections for the named addresses to servers of the test, and
// lets the client dial the others itself.
func lead(c *Client, to map[string]*httptest.Server) {
	c.transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if s := to[address]; s != nil {
			return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
		}
		return c.dial(ctx, network, address)
	}
}

// trust lets the client believe the certificates of these servers.
func trust(c *Client, servers ...*httptest.Server) {
	pool := x509.NewCertPool()
	for _, s := range servers {
		pool.AddCert(s.Certificate())
	}
	c.transport.TLSClientConfig = &tls.Config{RootCAs: pool} //nolint:gosec // the default version is TLS 1.2
}
