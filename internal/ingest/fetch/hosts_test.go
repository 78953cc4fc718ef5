package fetch

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func newHosts(parallel int, gap time.Duration) *hosts {
	return &hosts{parallel: parallel, gap: gap, byName: map[string]*host{}}
}

func TestAHostSeesNoMoreThanItsShareAtOnceAndWithAGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(2, time.Second)
		var mu sync.Mutex
		var starts []time.Duration
		at, most := 0, 0
		begun := time.Now()
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				release, err := h.acquire(t.Context(), "Example.com")
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				at++
				most = max(most, at)
				starts = append(starts, time.Since(begun))
				mu.Unlock()
				time.Sleep(3 * time.Second)
				mu.Lock()
				at--
				mu.Unlock()
				release()
			})
		}
		all.Wait()
		if most != 2 {
			t.Errorf("%d at once, not 2", most)
		}
		for i := 1; i < len(starts); i++ {
			if gap := starts[i] - starts[i-1]; gap < time.Second {
				t.Errorf("start %d came %v after the one before", i, gap)
			}
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if len(h.byName) != 0 {
			t.Errorf("%d hosts are remembered for nothing", len(h.byName))
		}
	})
}

func TestHostsDoNotWaitForEachOtherAndLoopbackForNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(1, time.Hour)
		begun := time.Now()
		var releases []func()
		for _, name := range []string{"a.example", "b.example", "127.0.0.1", "127.0.0.1", "localhost", "localhost", "::1", "::1"} {
			release, err := h.acquire(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			releases = append(releases, release)
		}
		if waited := time.Since(begun); waited != 0 {
			t.Errorf("waited %v", waited)
		}
		for _, release := range releases {
			release()
		}
		time.Sleep(2 * time.Hour)
	})
}

func TestWhoGivesUpWaitingLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(1, 0)
		release, err := h.acquire(t.Context(), "example.com")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := h.acquire(ctx, "example.com"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		release()
		if len(h.byName) != 0 {
			t.Errorf("%d hosts are remembered", len(h.byName))
		}
	})
}
