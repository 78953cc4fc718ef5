package fetch

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

func lines(t *testing.T, name string) []string {
	folder := os.Getenv("PICKWICK_DATA")
	if folder == "" {
		t.Skip("PICKWICK_DATA is not set: it names the folder of measuring data, which is not part of the project")
	}
	f, err := os.Open(filepath.Join(folder, "hostile", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []string
	for s := bufio.NewScanner(f); s.Scan(); {
		list = append(list, s.Text())
	}
	return list
}

func TestTheGuardKnowsEverySpecialAddress(t *testing.T) {
	refused, allowed := 0, 0
	c := New(Options{})
	defer c.Close()
	control := c.dialer.Control
	for _, line := range lines(t, "addresses.tsv")[1:] {
		address, want, _ := strings.Cut(line, "\t")
		ip := netip.MustParseAddr(address)
		network := "tcp4"
		if ip.Is6() {
			network = "tcp6"
		}
		for _, port := range []uint16{80, 443, 8080, 8443} {
			err := control(network, netip.AddrPortFrom(ip, port).String(), nil)
			if (err != nil) != (want == "refuse") {
				t.Errorf("%s, port %d: %v", address, port, err)
			}
		}
		if want == "refuse" {
			refused++
		} else {
			allowed++
		}
	}
	if refused != 65 || allowed != 14 {
		t.Errorf("%d refused and %d allowed, not 65 and 14", refused, allowed)
	}
	if err := control("tcp4", "8.8.8.8:25", nil); err == nil {
		t.Error("port 25 is allowed")
	}
}

func TestNoTrickOfWritingAnAddressGetsInside(t *testing.T) {
	c := New(Options{})
	defer c.Close()
	c.dialer.Resolver = resolver(t, func(string) []string { return []string{"127.0.0.1"} })
	list := lines(t, "urls.txt")
	for _, address := range list {
		_, err := c.Get(t.Context(), Request{URL: address})
		var e *Error
		if !errors.As(err, &e) || e.Outcome != PrivateAddress && e.Outcome != BadAddress && e.Outcome != DeadHost {
			t.Errorf("%q: %v", address, err)
		}
	}
	if len(list) != 53 {
		t.Errorf("%d addresses, not 53", len(list))
	}
}

// resolver answers every question for an IPv4 address by a function, over a
// name server on loopback.
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
	if q.Type == dnsmessage.TypeA {
		for _, a := range answer(strings.TrimSuffix(q.Name.String(), ".")) {
			m.Answers = append(m.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
				Body:   &dnsmessage.AResource{A: netip.MustParseAddr(a).As4()},
			})
		}
	}
	out, err := m.Pack()
	return out, err == nil
}

// Loopback stands for the private network here, at a port that the guard allows.
func TestANameThatLeadsInsideIsRefusedHoweverOftenItIsAsked(t *testing.T) {
	var connections atomic.Int64
	listener, err := net.Listen("tcp", "127.0.0.1:8443")
	if err != nil {
		listener, err = net.Listen("tcp", "127.0.0.1:8080")
	}
	if err != nil {
		t.Skipf("both ports are taken: %v", err)
	}
	private := &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.NotFoundHandler(), ConnState: func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}}}
	private.Start()
	defer private.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())

	for name, answers := range map[string][][]string{
		"rebinding": {{"192.0.2.1"}, {"127.0.0.1"}},
		"mixed":     {{"127.0.0.1", "192.0.2.1"}},
		"plain":     {{"127.0.0.1"}},
	} {
		asked := 0
		c := New(Options{})
		c.dialer.Resolver = resolver(t, func(string) []string {
			a := answers[min(asked, len(answers)-1)]
			asked++
			return a
		})
		for range 3 {
			_, err := c.Get(t.Context(), Request{URL: "http://rebind.example:" + port + "/"})
			var e *Error
			if !errors.As(err, &e) || e.Outcome != PrivateAddress {
				t.Errorf("%s: %v", name, err)
			}
		}
		c.Close()
	}
	if n := connections.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

func TestARedirectInsideIsRefusedWithoutAConnection(t *testing.T) {
	at := position{url: &url.URL{Scheme: "https", Host: "example.com", Path: "/feed"}}
	at.home = at.url
	for _, location := range []string{"http://localhost/", "http://127.1/", "http://intranet/", "http://db.internal:8080/", "//printer.local/"} {
		res := &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {location}}}
		var e *Error
		if _, err := at.follow(res, false); !errors.As(err, &e) || e.Outcome != PrivateAddress {
			t.Errorf("%s: %v", location, err)
		}
	}
	// An address in numbers goes to the dialer, whose guard refuses it.
	res := &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {"http://169.254.169.254/latest"}}}
	next, err := at.follow(res, false)
	if err != nil {
		t.Fatal(err)
	}
	c := New(Options{})
	defer c.Close()
	_, err = c.Get(t.Context(), Request{URL: next.url.String()})
	var e *Error
	if !errors.As(err, &e) || e.Outcome != PrivateAddress {
		t.Errorf("%v", err)
	}
}

func TestAnUnknownHostIsDead(t *testing.T) {
	c := New(Options{})
	defer c.Close()
	c.dialer.Resolver = resolver(t, func(string) []string { return nil })
	_, err := c.Get(t.Context(), Request{URL: "https://gone.example/feed"})
	var e *Error
	if !errors.As(err, &e) || e.Outcome != DeadHost {
		t.Errorf("%v", err)
	}
}

func TestACertificateThatNobodyVouchesForIsRefused(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of our leaving
	s.StartTLS()
	defer s.Close()
	c := New(Options{AllowPrivate: true})
	defer c.Close()
	_, err := c.Get(t.Context(), Request{URL: s.URL})
	var e *Error
	if !errors.As(err, &e) || e.Outcome != Insecure {
		t.Errorf("%v", err)
	}
}

func TestRetryAfterIsReadAndKeptWithinADay(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "120": 2 * time.Minute, " 7 ": 7 * time.Second, "-5": 0, "soon": 0, "1.5": 0,
		"1000000000": 24 * time.Hour, "99999999999999999999999": 24 * time.Hour,
		"Sun, 22 Nov 2026 09:30:00 GMT":  30 * time.Minute,
		"Sunday, 22-Nov-26 09:30:00 GMT": 30 * time.Minute,
		"Sun, 22 Nov 2026 08:00:00 GMT":  0,
		"Sun, 22 Nov 2099 08:00:00 GMT":  24 * time.Hour,
	} {
		if got := retryAfter(value, at); got != want {
			t.Errorf("%q: %v, not %v", value, got, want)
		}
	}
}
