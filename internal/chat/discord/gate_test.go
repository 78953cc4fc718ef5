package discord

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pass enters and leaves with one answer.
func pass(t *testing.T, g *gate, key string, r reply) {
	t.Helper()
	turn, err := g.enter(t.Context(), key)
	if err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	turn.leave(r)
}

// refused enters and wants to be told that nothing was asked.
func refused(t *testing.T, g *gate, key string) *held {
	t.Helper()
	turn, err := g.enter(t.Context(), key)
	if err == nil {
		turn.leave(reply{})
		t.Fatalf("%s: let through", key)
	}
	var h *held
	if !errors.As(err, &h) || h.Error() == "" {
		t.Fatalf("got %T %v, want a *held", err, err)
	}
	return h
}

func limited(wait time.Duration, global bool) reply {
	return reply{status: 429, wait: wait, global: global}
}

func TestNoMoreThanFiftyCallsInAnySecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(time.Now)
		var at []time.Time
		for i := range 200 {
			pass(t, g, strings.Repeat("x", i%7), reply{status: 200})
			at = append(at, time.Now())
			if i >= 50 && at[i].Sub(at[i-50]) < time.Second {
				t.Fatalf("call %d came %s after the fiftieth before it", i, at[i].Sub(at[i-50]))
			}
		}
		if took := at[199].Sub(at[0]); took > 4100*time.Millisecond {
			t.Errorf("200 calls took %s: more slowly than need be", took)
		}
	})
}

func TestAGlobalLimitPausesEveryRoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(time.Now)
		pass(t, g, "a", limited(3*time.Second, true))
		began := time.Now()
		pass(t, g, "b", reply{status: 200})
		if waited := time.Since(began); waited < 3*time.Second || waited > 3100*time.Millisecond {
			t.Errorf("another route waited %s, want 3s", waited)
		}
		pass(t, g, "b", limited(time.Minute, true))
		for _, key := range []string{"a", "b", "c"} {
			if h := refused(t, g, key); h.wait != time.Minute || h.halted != "" {
				t.Errorf("%s: %+v, want a wait of a minute", key, h)
			}
		}
	})
}

func TestALimitOfARoutePausesThatRoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(time.Now)
		pass(t, g, "a", limited(5*time.Second, false))
		began := time.Now()
		pass(t, g, "b", reply{status: 200})
		if waited := time.Since(began); waited > 100*time.Millisecond {
			t.Errorf("another route waited %s", waited)
		}
		pass(t, g, "a", reply{status: 200, header: http.Header{
			"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset-After": {"1.5"},
		}})
		if waited := time.Since(began); waited < 4900*time.Millisecond {
			t.Errorf("the route waited %s, want 5s", waited)
		}
		began = time.Now()
		pass(t, g, "a", reply{status: 200, header: http.Header{"X-Ratelimit-Remaining": {"4"}}})
		if waited := time.Since(began); waited != 1500*time.Millisecond {
			t.Errorf("with nothing remaining it waited %s, want 1.5s", waited)
		}
		pass(t, g, "a", limited(0, false))
		if h := refused(t, g, "a"); h.wait < slowDown-time.Second {
			t.Errorf("a limit without a number holds for %s", h.wait)
		}
	})
}

func TestOneCallAtATimeOnARoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(time.Now)
		first, err := g.enter(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		entered := false
		go func() {
			turn, err := g.enter(t.Context(), "a")
			if err == nil {
				entered = true
				turn.leave(reply{status: 200})
			}
		}()
		synctest.Wait()
		if entered {
			t.Error("a second call entered beside the first")
		}
		first.leave(reply{status: 200})
		<-time.After(time.Second) // on the clock of the bubble: it waits for the call above
		synctest.Wait()
		if !entered {
			t.Error("the second call never entered")
		}
	})
}

func TestCancellingEndsEveryWait(t *testing.T) {
	for name, block := range map[string]func(*testing.T, *gate){
		"for a turn": func(t *testing.T, g *gate) {
			t.Helper()
			turn, err := g.enter(t.Context(), "a")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { turn.leave(reply{}) })
		},
		"for a pause": func(t *testing.T, g *gate) {
			t.Helper()
			pass(t, g, "a", limited(maxHold, true))
		},
		"for a route": func(t *testing.T, g *gate) {
			t.Helper()
			pass(t, g, "a", limited(maxHold, false))
		},
		"for the pace": func(_ *testing.T, g *gate) {
			g.all.SetLimit(0.001)
			g.all.ReserveN(time.Now(), 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newGate(time.Now)
				block(t, g)
				ctx, cancel := context.WithCancel(t.Context())
				began := time.Now()
				time.AfterFunc(time.Second, cancel)
				_, err := g.enter(ctx, "a")
				if !errors.Is(err, context.Canceled) {
					t.Errorf("ended with %v", err)
				}
				if waited := time.Since(began); waited != time.Second {
					t.Errorf("ended after %s, cancelled after 1s", waited)
				}
			})
		})
	}
}

func TestAWaitBeyondTheDeadlineIsNotBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(time.Now)
		pass(t, g, "a", limited(5*time.Second, false))
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		began := time.Now()
		_, err := g.enter(ctx, "a")
		var h *held
		if !errors.As(err, &h) || h.wait < 4*time.Second || time.Since(began) > 0 {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
	})
}

func TestAPauseThatWasSatOutIsOverThoughTheClockStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stopped := time.Now()
		g := newGate(func() time.Time { return stopped })
		pass(t, g, "a", limited(time.Second, false))
		pass(t, g, "a", reply{status: 200})
	})
}

func TestAfterA401NothingIsAskedForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(time.Now)
		pass(t, g, "a", reply{status: 401})
		if h := refused(t, g, "b"); h.halted == "" || h.wait > haltFor || h.wait < haltFor-time.Second {
			t.Errorf("%+v", h)
		}
		<-time.After(haltFor) // on the clock of the bubble
		pass(t, g, "b", reply{status: 200})
	})
}

func TestTheBudgetOfInvalidRequestsIsNeverSpent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(time.Now)
		shared := reply{status: 429, wait: time.Millisecond, header: http.Header{"X-Ratelimit-Scope": {"shared"}}}
		for range 50 {
			pass(t, g, "a", shared) // these don't count
		}
		asked := 0
		for range 20_000 {
			turn, err := g.enter(t.Context(), "a")
			if err != nil {
				break
			}
			asked++
			turn.leave(reply{status: 403})
		}
		if asked != maxInvalid {
			t.Errorf("%d refused calls were made, want %d", asked, maxInvalid)
		}
		h := refused(t, g, "b")
		if h.halted == "" || h.wait <= 0 || h.wait > invalidWindow {
			t.Errorf("%+v", h)
		}
		<-time.After(h.wait) // on the clock of the bubble
		pass(t, g, "b", reply{status: 200})
	})
}

func TestWaitsAreReadWithSense(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"": 0, "2": 2 * time.Second, "0.25": 250 * time.Millisecond, "65.5": 65500 * time.Millisecond,
		"-1": 0, "NaN": 0, "1e300": 0, "Inf": 0, "Wed, 21 Oct 2026 07:28:00 GMT": 0, "86400": 24 * time.Hour,
	} {
		if got := seconds(s); got != want {
			t.Errorf("seconds(%q) is %s, want %s", s, got, want)
		}
	}
}
