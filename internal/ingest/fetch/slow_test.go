package fetch

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// These tests run in bubbles, whose clock stands still while anybody works.

func newBubble(t *testing.T, o Options, h http.HandlerFunc) *Client {
	o.AllowPrivate = true
	c := New(o)
	newPipes(t, c, h)
	return c
}

// flush sends what was written.
func flush(w http.ResponseWriter) {
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}

// drip sends a piece of a body each second, until the client has had enough.
func drip(w http.ResponseWriter, r *http.Request, piece []byte) {
	for {
		if _, err := w.Write(piece); err != nil {
			return
		}
		flush(w)
		select {
		case <-time.After(time.Second):
		case <-r.Context().Done():
			return
		}
	}
}

func TestAConnectionThatIsNotTakenEndsAfterTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{AllowPrivate: true})
		defer c.Close()
		c.dialer.ControlContext = func(ctx context.Context, _, _ string, _ syscall.RawConn) error {
			<-ctx.Done()
			return ctx.Err()
		}
		begun := time.Now()
		_, err := c.Get(t.Context(), Request{URL: "http://192.0.2.1/"})
		if took := time.Since(begun); outcome(err) != Timeout || took != 10*time.Second {
			t.Errorf("%v after %v", err, took)
		}
	})
}

func TestHeadersThatDripEndAfterThirtySeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{AllowPrivate: true})
		defer c.Close()
		var server sync.WaitGroup
		defer server.Wait()
		c.transport.DialContext = func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			asked := make(chan struct{})
			server.Go(func() {
				in := bufio.NewReader(theirs)
				_, _ = http.ReadRequest(in) // an answer before the question would be another fault
				close(asked)
				_, _ = io.Copy(io.Discard, in)
			})
			server.Go(func() {
				<-asked
				for _, b := range []byte("HTTP/1.1 200 OK\r\nX-Long: " + strings.Repeat("x", 1000)) {
					if _, err := theirs.Write([]byte{b}); err != nil {
						return
					}
					time.Sleep(time.Second)
				}
			})
			return ours, nil
		}
		begun := time.Now()
		_, err := c.Get(t.Context(), Request{URL: "http://feed.example/"})
		if took := time.Since(begun); outcome(err) != Timeout || took != 30*time.Second {
			t.Errorf("%v after %v", err, took)
		}
	})
}

func TestABodyThatDripsEndsAfterAMinute(t *testing.T) {
	for name, piece := range map[string]int{"few bytes": 1, "many bytes": 64 << 10} {
		synctest.Test(t, func(t *testing.T) {
			c := newBubble(t, Options{}, func(w http.ResponseWriter, r *http.Request) { drip(w, r, make([]byte, piece)) })
			begun := time.Now()
			_, err := c.Get(t.Context(), Request{URL: "http://feed.example/"})
			if took := time.Since(begun); outcome(err) != Timeout || took != time.Minute {
				t.Errorf("%s: %v after %v", name, err, took)
			}
		})
	}
}

func TestRedirectsShareOneMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newBubble(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(25 * time.Second)
			http.Redirect(w, r, "/on"+r.URL.Path, http.StatusFound)
		})
		begun := time.Now()
		_, err := c.Get(t.Context(), Request{URL: "http://feed.example/"})
		if took := time.Since(begun); outcome(err) != Timeout || took != time.Minute {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// many fetches n addresses at the same time, and waits for all.
func many(t *testing.T, c *Client, n int, url func(i int) string, use func(Response)) []error {
	t.Helper()
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = c.Do(t.Context(), Request{URL: url(i)}, use) })
	}
	all.Wait()
	return errs
}

func failures(errs []error) (n int, last error) {
	for _, err := range errs {
		if err != nil {
			n, last = n+1, err
		}
	}
	return n, last
}

func TestTwoHundredAndFiftySixSlowHostsAreWaitedForAtTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// A slow body of a common size holds no more than a slow answer does.
		packed := bytes.Repeat([]byte("x"), beginning-1)
		c := newBubble(t, Options{Small: 1}, func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/answer":
				time.Sleep(3 * time.Second)
				_, _ = w.Write(packed)
			case "/body":
				_, _ = w.Write(packed[:100])
				flush(w)
				time.Sleep(3 * time.Second)
				_, _ = w.Write(packed[100:])
			}
		})
		for _, path := range []string{"/answer", "/body"} {
			begun := time.Now()
			n, err := failures(many(t, c, 256, func(i int) string { return fmt.Sprintf("http://%d.example%s", i, path) }, func(Response) {}))
			if took := time.Since(begun); n != 0 || took != 3*time.Second {
				t.Errorf("%s: %d failed, %v; took %v", path, n, err, took)
			}
		}
	})
}

func TestFiftyFeedsOfOneHostKeepNobodyElseWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		at, most := 0, 0
		var starts []time.Time
		c := newBubble(t, Options{Gap: time.Second, Total: 8}, func(_ http.ResponseWriter, r *http.Request) {
			if r.Host != "busy.example" {
				return
			}
			mu.Lock()
			at++
			most = max(most, at)
			starts = append(starts, time.Now())
			mu.Unlock()
			time.Sleep(3 * time.Second)
			mu.Lock()
			at--
			mu.Unlock()
		})
		var busy sync.WaitGroup
		busy.Go(func() {
			if n, err := failures(many(t, c, 50, func(i int) string { return fmt.Sprintf("http://busy.example/%d", i) }, func(Response) {})); n != 0 {
				t.Errorf("%d of the busy host's failed: %v", n, err)
			}
		})
		synctest.Wait() // 50 feeds are under way or wait for their turn at the host
		begun := time.Now()
		n, err := failures(many(t, c, 256, func(i int) string { return fmt.Sprintf("http://%d.example/", i) }, func(Response) {}))
		if took := time.Since(begun); n != 0 || took != 0 {
			t.Errorf("%d of the others failed, %v; they waited %v", n, err, took)
		}
		busy.Wait()
		if most != 2 || len(starts) != 50 {
			t.Errorf("%d requests at once, not 2; %d in all", most, len(starts))
		}
		for i := 1; i < len(starts); i++ {
			if gap := starts[i].Sub(starts[i-1]); gap < time.Second {
				t.Errorf("request %d came %v after the one before", i, gap)
			}
		}
	})
}

func TestWhoDripsGivesUpItsPlaceOnceOthersWaitForIt(t *testing.T) {
	for name, first := range map[string]int{"small": beginning + 1, "large": smallBody + 1} {
		synctest.Test(t, func(t *testing.T) {
			c := newBubble(t, Options{Small: 4, Large: 4}, func(w http.ResponseWriter, r *http.Request) {
				_, _ = w.Write(make([]byte, first))
				if strings.HasPrefix(r.Host, "drip") {
					drip(w, r, make([]byte, 1))
				}
			})
			var drips sync.WaitGroup
			drips.Go(func() {
				// One of them may go on: who waited needs only a place.
				for _, err := range many(t, c, 4, func(i int) string { return fmt.Sprintf("http://drip%d.example/", i) }, func(Response) {}) {
					if outcome(err) != Timeout {
						t.Errorf("%s: %v", name, err)
					}
				}
			})
			synctest.Wait() // all places are held
			begun := time.Now()
			n, err := failures(many(t, c, 8, func(i int) string { return fmt.Sprintf("http://%d.example/", i) }, func(Response) {}))
			if n != 0 {
				t.Errorf("%s: %d of the others failed: %v", name, n, err)
			}
			if took := time.Since(begun); took != maxPatience {
				t.Errorf("%s: the others waited for %v", name, took)
			}
			drips.Wait()
		})
	}
}

func TestASlowHostHasItsWholeMinuteWhileNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newBubble(t, Options{Small: 1, Large: 1}, func(w http.ResponseWriter, _ *http.Request) {
			for range 50 {
				_, _ = w.Write(make([]byte, 60<<10))
				flush(w)
				time.Sleep(time.Second)
			}
		})
		res, err := c.Get(t.Context(), Request{URL: "http://feed.example/"})
		if err != nil || len(res.Body) != 50*60<<10 {
			t.Errorf("%d bytes, %v", len(res.Body), err)
		}
	})
}

func TestTheTimeThatAHostWaitsForUsIsNotItsOwn(t *testing.T) {
	for name, size := range map[string]int{"small": 100 << 10, "large, asked for twice": smallBody + 1} {
		synctest.Test(t, func(t *testing.T) {
			c := newBubble(t, Options{Small: 1, Large: 1}, func(w http.ResponseWriter, _ *http.Request) {
				time.Sleep(10 * time.Second)
				_, _ = w.Write(make([]byte, size))
			})
			n, err := failures(many(t, c, 5, func(i int) string { return fmt.Sprintf("http://%d.example/", i) }, func(Response) { time.Sleep(time.Minute) }))
			if n != 0 {
				t.Errorf("%s: %d failed: %v", name, n, err)
			}
		})
	}
}
