package fetch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"

	"example.com/pickwick/internal/fake/feedhost"
	"example.com/pickwick/internal/ingest/fetch"
)

// large is a body just above the size that counts as large, in each way in
// which its length may or may not be known.
func large(t *testing.T, i int) feedhost.Answer {
	body := bytes.Repeat([]byte("x"), 1<<20+1)
	switch i % 3 {
	case 0:
		return feedhost.Answer{Body: body}
	case 1:
		return feedhost.Answer{Body: body, Header: http.Header{"Content-Length": {strconv.Itoa(len(body))}}}
	default:
		return feedhost.Answer{Body: encode(t, body, encoders["gzip"]), Header: http.Header{"Content-Encoding": {"gzip"}}}
	}
}

// group fetches documents and keeps each until it is let go.
type group struct {
	client  *fetch.Client
	entered chan struct{} // one for each document that came
	letGo   chan struct{} // one for each that may go
	failed  chan error
	running sync.WaitGroup
	count   *count
	mu      sync.Mutex
	held    int
	most    int
}

// count is what several groups hold together.
type count struct {
	mu         sync.Mutex
	held, most int
}

func (c *count) add(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held += n
	c.most = max(c.most, c.held)
}

func newGroup(c *fetch.Client, all *count) *group {
	return &group{client: c, count: all, entered: make(chan struct{}), letGo: make(chan struct{}), failed: make(chan error, 1)}
}

func (g *group) fetch(ctx context.Context, url string) {
	g.running.Go(func() {
		err := g.client.Do(ctx, fetch.Request{URL: url}, func(fetch.Response) {
			g.add(1)
			g.entered <- struct{}{}
			<-g.letGo
			g.add(-1)
		})
		if err != nil {
			g.failed <- err
		}
	})
}

func (g *group) add(n int) {
	g.count.add(n)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.held += n
	g.most = max(g.most, g.held)
}

// come waits until n documents more have come.
func (g *group) come(t *testing.T, n int) {
	t.Helper()
	for range n {
		select {
		case <-g.entered:
		case err := <-g.failed:
			t.Fatal(err)
		}
	}
}

func TestNoMoreDocumentsAreInMemoryThanThereIsRoomForAndSmallOnesDoNotWaitForLargeOnes(t *testing.T) {
	h := newHost(t)
	c := newClient(t, fetch.Options{Total: 6, Large: 2})
	all := &count{}
	small, big := newGroup(c, all), newGroup(c, all)
	const each = 15
	for i := range each {
		h.Serve(fmt.Sprintf("/large/%d", i), large(t, i))
		h.Serve(fmt.Sprintf("/small/%d", i), feedhost.Answer{Body: make([]byte, 1<<20)})
		big.fetch(t.Context(), h.URL(fmt.Sprintf("/large/%d", i)))
	}
	big.come(t, 2) // more large ones wait than there are places for all
	for i := range each {
		small.fetch(t.Context(), h.URL(fmt.Sprintf("/small/%d", i)))
	}
	for _, g := range []struct {
		*group
		first, more int
	}{{small, 4, each - 4}, {big, 0, each - 2}} {
		g.come(t, g.first)
		for range g.more {
			g.letGo <- struct{}{}
			g.come(t, 1)
		}
		close(g.letGo)
		g.running.Wait()
	}
	if all.most != 6 || big.most != 2 {
		t.Errorf("at most %d documents were held at once, %d of them large, not 6 and 2", all.most, big.most)
	}
	for i := range each {
		if n := len(h.Requests(fmt.Sprintf("/large/%d", i))); n > 2 {
			t.Errorf("a large document was asked for %d times", n)
		}
	}
}

func TestALargeDocumentIsAskedForOnceWhileThereIsRoom(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{Large: 1})
	for i := range 3 {
		path := fmt.Sprintf("/%d", i)
		h.Serve(path, large(t, i))
		res, err := c.Get(t.Context(), fetch.Request{URL: h.URL(path)})
		if err != nil || len(res.Body) != 1<<20+1 || res.Partial {
			t.Errorf("%s: %d bytes, %v", path, len(res.Body), err)
		}
		if n := len(h.Requests(path)); n != 1 {
			t.Errorf("%s was asked for %d times", path, n)
		}
	}
}

func TestABodyIsWholeWhateverItsSizeAndHoweverItIsSent(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{MaxBytes: 3 << 20})
	for _, size := range []int{0, 1, 1<<20 - 1, 1 << 20, 1<<20 + 1, 2 << 20, 3 << 20, 3<<20 + 1} {
		body := make([]byte, size)
		for i := range body {
			body[i] = byte(i>>12) ^ byte(i)
		}
		for name, a := range map[string]feedhost.Answer{
			"chunked": {Body: body},
			"length":  {Body: body, Header: http.Header{"Content-Length": {strconv.Itoa(size)}}},
			"gzip":    {Body: encode(t, body, encoders["gzip"]), Header: http.Header{"Content-Encoding": {"gzip"}}},
		} {
			h.Serve("/feed", a)
			res, err := c.Get(t.Context(), fetch.Request{URL: h.URL("/feed")})
			switch {
			case size > 3<<20:
				if outcome(err) != fetch.TooLarge {
					t.Errorf("%s of %d bytes: %v", name, size, err)
				}
			case err != nil || res.Partial || !bytes.Equal(res.Body, body):
				t.Errorf("%s of %d bytes: %d came, partial %t, %v", name, size, len(res.Body), res.Partial, err)
			}
		}
	}
}

func TestWhatSaysThatItIsTooLargeIsNotReadAtAll(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{MaxBytes: 1 << 20})
	h.Serve("/feed", feedhost.Answer{Body: []byte("<rss>"), Missing: 1 << 20, Midway: make(chan struct{})})
	if _, err := c.Get(t.Context(), fetch.Request{URL: h.URL("/feed")}); outcome(err) != fetch.TooLarge {
		t.Errorf("%v", err)
	}
}

// hold fetches a document and keeps it until the returned function is called.
func hold(t *testing.T, c *fetch.Client, url string) (letGo func()) {
	g := newGroup(c, &count{})
	g.fetch(t.Context(), url)
	g.come(t, 1)
	return func() {
		close(g.letGo)
		g.running.Wait()
	}
}

func TestWhoGivesUpWaitingForRoomTakesNone(t *testing.T) {
	h := newHost(t)
	h.Serve("/large", large(t, 1))
	c := newClient(t, fetch.Options{Large: 1, Total: 2})
	letGo := hold(t, c, h.URL("/large"))
	<-h.Arrived()
	for range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		waiting := make(chan error)
		go func() {
			_, err := c.Get(ctx, fetch.Request{URL: h.URL("/large")})
			waiting <- err
		}()
		<-h.Arrived()
		cancel()
		if err := <-waiting; !errors.Is(err, context.Canceled) || outcome(err) != "" {
			t.Errorf("%v", err)
		}
	}
	letGo()
	defer hold(t, c, h.URL("/large"))()
	if _, err := c.Get(t.Context(), fetch.Request{URL: h.URL("/missing")}); outcome(err) != fetch.NotFound {
		t.Errorf("%v", err)
	}
}

func TestAPanicLeavesTheRoom(t *testing.T) {
	h, c := newHost(t), newClient(t, fetch.Options{Total: 1, Large: 1})
	h.Serve("/large", large(t, 0))
	for range 2 {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic is lost")
				}
			}()
			_ = c.Do(t.Context(), fetch.Request{URL: h.URL("/large")}, func(fetch.Response) { panic("oh") })
		}()
	}
}
