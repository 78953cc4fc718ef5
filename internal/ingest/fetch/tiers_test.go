package fetch

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// occupancy notes how many documents of each size, and in all, are in use at
// once.
type occupancy struct {
	mu       sync.Mutex
	at, most [4]int
}

const inAll = 3

func (o *occupancy) add(size, n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, i := range []int{size, inAll} {
		o.at[i] += n
		o.most[i] = max(o.most[i], o.at[i])
	}
}

// sizeOf tells the sizes apart, of a client whose documents have 2 MiB at most.
func sizeOf(n int) int {
	switch {
	case n <= smallBody:
		return 0
	case n <= 2<<20:
		return 1
	}
	return 2
}

// Whatever comes, in whatever order, slow or failing: everybody gets through,
// and at no instant are there more than there is room for. A deadlock would end
// the bubble with a panic.
func TestEverybodyGetsThroughAndNeverMoreAtOnceThanThereIsRoomFor(t *testing.T) {
	bodies := map[string][]byte{
		"tiny": make([]byte, 100), "small": make([]byte, 200<<10), "large": make([]byte, 2<<20), "huge": make([]byte, 2<<20+1),
	}
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.SliceOfN(rapid.SampledFrom([]string{"tiny", "small", "small", "large", "large", "huge", "moved", "fault"}), 1, 24).Draw(t, "kinds")
		o := Options{
			Parallel: rapid.IntRange(1, 2).Draw(t, "parallel"), Gap: time.Duration(rapid.IntRange(0, 1).Draw(t, "gap")) * time.Second,
			Total: rapid.IntRange(1, 5).Draw(t, "total"), Small: rapid.IntRange(1, 3).Draw(t, "small"), Large: rapid.IntRange(1, 2).Draw(t, "large"),
			MaxBytes: 2 << 20, Timeout: time.Hour,
		}
		hosts := rapid.IntRange(1, 6).Draw(t, "hosts")
		pause := time.Duration(rapid.IntRange(0, 3).Draw(t, "pause")) * time.Second
		synctest.Test(outer, func(st *testing.T) {
			c := newBubble(st, o, func(w http.ResponseWriter, r *http.Request) {
				time.Sleep(pause)
				switch kind := r.URL.Path[1:]; kind {
				case "moved":
					http.Redirect(w, r, "/large", http.StatusFound)
				case "fault":
					w.WriteHeader(http.StatusInternalServerError)
				default:
					_, _ = w.Write(bodies[kind])
				}
			})
			var held occupancy
			var all sync.WaitGroup
			for i, kind := range kinds {
				all.Go(func() {
					url := fmt.Sprintf("http://%d.example/%s", i%hosts, kind)
					err := c.Do(st.Context(), Request{URL: url, MaxBytes: 3 << 20}, func(res Response) {
						size := sizeOf(len(res.Body))
						held.add(size, 1)
						time.Sleep(time.Second)
						held.add(size, -1)
					})
					if want := map[bool]Outcome{true: ServerFault}[kind == "fault"]; outcome(err) != want {
						t.Errorf("%s: %v", url, err)
					}
				})
			}
			all.Wait()
			if m := held.most; m[0] > o.Small || m[1] > o.Large || m[2] > hugePlaces || m[inAll] > o.Total {
				t.Errorf("%v at once, with room for %d, %d and %d of %d", m, o.Small, o.Large, hugePlaces, o.Total)
			}
			for i, tier := range append(c.room.sizes[:], c.room.flight) {
				if len(tier.places) != 0 || tier.waiting.Load() != 0 {
					t.Errorf("tier %d: %d places are held and %d wait", i, len(tier.places), tier.waiting.Load())
				}
			}
		})
	})
}

func TestSmallDocumentsWaitForSmallOnesAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newBubble(t, Options{Small: 2, Large: 2}, func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write(make([]byte, map[string]int{"/small": smallBody, "/large": smallBody + 1}[r.URL.Path]))
		})
		var large sync.WaitGroup
		large.Go(func() {
			if n, err := failures(many(t, c, 20, func(i int) string { return fmt.Sprintf("http://l%d.example/large", i) }, func(Response) { time.Sleep(time.Hour) })); n != 0 {
				t.Errorf("%d large ones failed: %v", n, err)
			}
		})
		synctest.Wait() // two are in use, and the others wait
		begun := time.Now()
		n, err := failures(many(t, c, 20, func(i int) string { return fmt.Sprintf("http://s%d.example/small", i) }, func(Response) { time.Sleep(time.Second) }))
		if took := time.Since(begun); n != 0 || took != 10*time.Second {
			t.Errorf("%d failed, %v; 20 small ones, two at once for a second each, took %v", n, err, took)
		}
		large.Wait()
	})
}

func TestALimitOfAFeedsOwnGoesBeforeTheClients(t *testing.T) {
	s := plain(t, func(w http.ResponseWriter, r *http.Request) {
		size := 11 << 20
		if r.URL.Path == "/beyond" {
			size = hugestBody + 1
		}
		for piece := make([]byte, 1<<20); size > 0; size -= len(piece) {
			if _, err := w.Write(piece[:min(size, len(piece))]); err != nil {
				return
			}
		}
	})
	c := New(Options{AllowPrivate: true})
	defer c.Close()
	for _, r := range []struct {
		path string
		most int64
		want Outcome
	}{
		{"/", 0, TooLarge},
		{"/", 11<<20 - 1, TooLarge},
		{"/", 11 << 20, ""},
		{"/", 1000, TooLarge},
		{"/beyond", 1 << 40, TooLarge}, // nobody may have more than 100 MiB
	} {
		err := c.Do(t.Context(), Request{URL: s.URL + r.path, MaxBytes: r.most}, func(res Response) {
			if len(res.Body) != 11<<20 {
				t.Errorf("%d bytes", len(res.Body))
			}
		})
		if outcome(err) != r.want {
			t.Errorf("%s, at most %d: %v", r.path, r.most, err)
		}
	}
}

// The buffers go from document to document; no document may see another's.
func TestADocumentIsItsOwnWhileItIsUsedAndForeverWhenGot(t *testing.T) {
	body := func(i int) []byte { return bytes.Repeat([]byte{byte(i)}, 1+i*1777%(300<<10)) }
	s := plain(t, func(w http.ResponseWriter, r *http.Request) {
		var i int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &i); err != nil {
			http.NotFound(w, r)
			return
		}
		if i%2 == 0 {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(gzipped(t, body(i)))
			return
		}
		_, _ = w.Write(body(i))
	})
	c := New(Options{AllowPrivate: true, Small: 4})
	defer c.Close()
	address := func(i int) string { return fmt.Sprintf("%s/%d", s.URL, i) }
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			if i%10 == 0 {
				res, err := c.Get(t.Context(), Request{URL: address(i)})
				other, otherErr := c.Get(t.Context(), Request{URL: address(i + 1)})
				if err != nil || otherErr != nil || !bytes.Equal(res.Body, body(i)) || !bytes.Equal(other.Body, body(i+1)) {
					t.Errorf("document %d was not kept: %v, %v", i, err, otherErr)
				}
				return
			}
			err := c.Do(t.Context(), Request{URL: address(i)}, func(res Response) {
				for range 3 {
					trip(t, c, s) // others come meanwhile
					if !bytes.Equal(res.Body, body(i)) {
						t.Errorf("document %d changed while it was used", i)
					}
				}
			})
			if err != nil {
				t.Errorf("document %d: %v", i, err)
			}
		})
	}
	all.Wait()
}

func TestWhoGivesUpWaitingInAnyLineLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newBubble(t, Options{Parallel: 1, Total: 2, Small: 1, Large: 1}, func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write(make([]byte, map[string]int{"/small": 100, "/large": smallBody + 1}[r.URL.Path]))
		})
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				url := fmt.Sprintf("http://%d.example/%s", i%5, []string{"small", "large"}[i%2])
				_ = c.Do(ctx, Request{URL: url}, func(Response) { <-ctx.Done() }) // whether it came or not
			})
		}
		synctest.Wait()
		cancel()
		all.Wait()
		for i, tier := range append(c.room.sizes[:], c.room.flight) {
			if len(tier.places) != 0 || tier.waiting.Load() != 0 {
				t.Errorf("tier %d: %d places are held and %d wait", i, len(tier.places), tier.waiting.Load())
			}
		}
		if len(c.hosts.byName) != 0 {
			t.Errorf("%d hosts are remembered", len(c.hosts.byName))
		}
	})
}
