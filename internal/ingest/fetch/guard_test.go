package fetch

import (
	"bufio"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"code.dny.dev/ssrf"
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

// Each address is asked for as it is and behind a name.
func TestEverySpecialAddressIsRefusedAndEveryPublicOneIsTried(t *testing.T) {
	list := lines(t, "addresses.tsv")[1:]
	var behind atomic.Value // the address that the name leads to
	in := newInside(t)
	c, out := guarded(t, Options{}, in, func(string) []string { return []string{behind.Load().(string)} })
	c.guard = ssrf.New(ssrf.WithPorts(netip.MustParseAddrPort("127.0.0.1:" + in.port).Port())) // with no exception
	counts := map[string]int{}
	for _, line := range list {
		address, want, _ := strings.Cut(line, "\t")
		behind.Store(address)
		counts[want]++
		for _, host := range []string{address, "feed.example"} {
			_, err := c.Get(t.Context(), Request{URL: "http://" + net.JoinHostPort(host, in.port) + "/"})
			tried := out.take()
			switch {
			case want == "refuse" && (outcome(err) != PrivateAddress || len(tried) != 0):
				t.Errorf("%s as %s: %v, tried %v", address, host, err, tried)
			case want == "allow" && (len(tried) == 0 || tried[0] != net.JoinHostPort(address, in.port)):
				t.Errorf("%s as %s: %v, tried %v", address, host, err, tried)
			}
		}
	}
	if counts["refuse"] != 65 || counts["allow"] != 14 {
		t.Errorf("%v, not 65 to refuse and 14 to allow", counts)
	}
}

func TestNoTrickOfWritingAnAddressGetsInside(t *testing.T) {
	list := lines(t, "urls.txt")
	in := newInside(t)
	c, out := guarded(t, Options{}, in, func(string) []string { return []string{"127.0.0.1", "::1"} })
	for _, address := range list {
		_, err := c.Get(t.Context(), Request{URL: address})
		if o := outcome(err); o != PrivateAddress && o != BadAddress && o != DeadHost {
			t.Errorf("%q: %v", address, err)
		}
	}
	if tried := out.take(); len(tried) != 0 || len(list) != 53 {
		t.Errorf("%v was tried for %d addresses, not 53", tried, len(list))
	}
}

func TestOnlyPortsOfTheWebAreVisited(t *testing.T) {
	c := New(Options{})
	defer c.Close()
	for port, want := range map[string]bool{"80": true, "443": true, "8080": true, "8443": true, "22": false, "25": false, "81": false, "6379": false} {
		if err := c.dialer.Control("tcp4", "8.8.8.8:"+port, nil); (err == nil) != want {
			t.Errorf("port %s: %v", port, err)
		}
	}
}

// A name that is public for the first question and private for the second.
func TestANameThatIsBoundAnewIsRefused(t *testing.T) {
	in := newInside(t)
	asked := 0 // by the name server alone
	c, out := guarded(t, Options{}, in, func(string) []string {
		if asked++; asked <= 2 { // for an IPv4 address and an IPv6 address
			return []string{"192.0.2.1"}
		}
		return []string{"127.0.0.1", "::1"}
	})
	feed := Request{URL: "http://rebind.example:" + in.port + "/"}
	if _, err := c.Get(t.Context(), feed); err == nil {
		t.Error("somebody answered")
	}
	if tried := out.take(); len(tried) != 1 || tried[0] != "192.0.2.1:"+in.port {
		t.Errorf("tried %v", tried)
	}
	for range 3 {
		if _, err := c.Get(t.Context(), feed); outcome(err) != PrivateAddress {
			t.Errorf("%v", err)
		}
	}
	if tried := out.take(); len(tried) != 0 {
		t.Errorf("tried %v", tried)
	}
}

func TestOfPublicAndPrivateAddressesThePrivateAreNeverDialled(t *testing.T) {
	in := newInside(t)
	for _, answers := range [][]string{
		{"127.0.0.1", "192.0.2.1"}, {"192.0.2.1", "127.0.0.1"}, {"::1", "192.0.2.1"}, {"10.0.0.1", "192.0.2.1", "169.254.169.254"},
	} {
		c, out := guarded(t, Options{}, in, func(string) []string { return answers })
		_, err := c.Get(t.Context(), Request{URL: "http://mixed.example:" + in.port + "/"})
		if tried := out.take(); err == nil || len(tried) != 1 || tried[0] != "192.0.2.1:"+in.port {
			t.Errorf("%v: %v, tried %v", answers, err, tried)
		}
	}
}

func TestARedirectInsideIsRefusedWithoutAConnection(t *testing.T) {
	in := newInside(t)
	c, out := guarded(t, Options{}, in, func(string) []string { return []string{"127.0.0.1"} })
	var location atomic.Value
	var asked atomic.Int64
	public := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Location", location.Load().(string))
		w.WriteHeader(http.StatusFound)
	}))
	defer public.Close()
	lead(c, map[string]*httptest.Server{"public.example:80": public})
	list := map[string]Outcome{
		"http://localhost:PORT/":               PrivateAddress,
		"http://127.0.0.1:PORT/":               PrivateAddress,
		"//127.0.0.1:PORT/":                    PrivateAddress,
		"http://[::1]:PORT/":                   PrivateAddress,
		"http://[::ffff:127.0.0.1]:PORT/":      PrivateAddress,
		"http://127.1:PORT/":                   PrivateAddress,
		"http://2130706433:PORT/":              PrivateAddress,
		"http://inside.example:PORT/":          PrivateAddress, // a name that leads there
		"http://intranet/":                     PrivateAddress,
		"http://db.internal:8080/":             PrivateAddress,
		"http://169.254.169.254/latest":        PrivateAddress,
		"http://192.0.2.1:25/":                 PrivateAddress, // an odd port
		"http://public.example:6379/":          PrivateAddress,
		"file:///etc/passwd":                   BadAddress,
		"gopher://127.0.0.1:PORT/_x":           BadAddress,
		"unix:///var/run/docker.sock":          BadAddress,
		"javascript:alert(1)":                  BadAddress,
		"http://127.0.0.1:PORT\\@example.com/": BadAnswer,
		"http://127.0.0.1:99999/":              BadAddress,
	}
	for text, want := range list {
		to := strings.ReplaceAll(text, "PORT", in.port)
		location.Store(to)
		if _, err := c.Get(t.Context(), Request{URL: "http://public.example/feed"}); outcome(err) != want {
			t.Errorf("%s: %v, not %s", to, err, want)
		}
	}
	if n := asked.Load(); n != int64(len(list)) {
		t.Errorf("the redirects were asked for %d times, not %d", n, len(list))
	}
	if tried := out.take(); len(tried) != 0 {
		t.Errorf("tried %v", tried)
	}
}

func TestAnUnknownHostIsDead(t *testing.T) {
	c := New(Options{})
	defer c.Close()
	c.dialer.Resolver = resolver(t, func(string) []string { return nil })
	if _, err := c.Get(t.Context(), Request{URL: "https://gone.example/feed"}); outcome(err) != DeadHost {
		t.Errorf("%v", err)
	}
}

func TestANameInAnyScriptIsCheckedAsItIsDialled(t *testing.T) {
	in := newInside(t)
	c, out := guarded(t, Options{}, in, func(name string) []string {
		if name == "xn--bcher-kva.example" {
			return []string{"192.0.2.1"}
		}
		return []string{"127.0.0.1"}
	})
	for _, host := range []string{"bücher.example", "BÜCHER.example", "bücher。example", "xn--bcher-kva.example", "under_score.example"} {
		_, err := c.Get(t.Context(), Request{URL: "http://" + host + "/"})
		tried := out.take()
		if host == "under_score.example" {
			if outcome(err) != PrivateAddress || len(tried) != 0 {
				t.Errorf("%s: %v, tried %v", host, err, tried)
			}
		} else if len(tried) != 1 {
			t.Errorf("%s: %v, tried %v", host, err, tried)
		}
	}
}
