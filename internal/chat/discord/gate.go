package discord

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// The limits of https://docs.discord.com/developers/topics/rate-limits
const (
	// perSecond is for all calls together. Discord allows 50; one is kept back
	// because requests don't arrive at the pace at which they leave.
	perSecond = 49

	// maxInvalid is how many answers of 401, 403 and 429 are allowed in
	// invalidWindow before we stop. At 10,000 Discord shuts the address out.
	maxInvalid    = 1000
	invalidWindow = 10 * time.Minute

	// maxHold is the longest wait inside a call. A longer one goes back to the
	// caller, whose worker has better things to do.
	maxHold = 10 * time.Second

	// haltFor is how long nothing is asked after a 401.
	haltFor = 10 * time.Minute

	// slowDown is the pause after a limit that names none.
	slowDown = time.Minute
)

// held says that a call was not made: it was cancelled while it waited, its
// wait would be long, or nothing may be asked at all.
type held struct {
	wait   time.Duration
	halted string // why; empty unless nothing may be asked
	cause  error
}

func (h *held) Error() string {
	switch {
	case h.halted != "":
		return h.halted
	case h.cause != nil:
		return h.cause.Error()
	default:
		return fmt.Sprintf("rate limited for another %s", h.wait)
	}
}

func (h *held) Unwrap() error { return h.cause }

// gate decides when a call may go out. Buckets are those of the routes: two
// that share a limit, as their X-RateLimit-Bucket would say, get a 429 now and
// then, which is honoured.
type gate struct {
	now func() time.Time
	all *rate.Limiter

	mu      sync.Mutex
	paused  time.Time // for all calls, until then
	halted  time.Time // a 401 came; until then
	invalid []time.Time
	buckets map[string]*bucket
}

// bucket is the limit of one route. One call at a time keeps the count right.
type bucket struct {
	turn  chan struct{}
	empty time.Time // nothing remains until then
}

func newGate(now func() time.Time) *gate {
	return &gate{now: now, all: rate.NewLimiter(perSecond, 1), buckets: map[string]*bucket{}}
}

// turn is the right to make one call.
type turn struct {
	gate   *gate
	bucket *bucket
}

// enter waits for a turn; the caller gives it back with leave. The error is a *held.
func (g *gate) enter(ctx context.Context, key string) (turn, error) {
	g.mu.Lock()
	b, ok := g.buckets[key]
	if !ok {
		b = &bucket{turn: make(chan struct{}, 1)}
		g.buckets[key] = b
	}
	g.mu.Unlock()
	select {
	case b.turn <- struct{}{}:
	case <-ctx.Done():
		return turn{}, &held{cause: ctx.Err()}
	}
	err := g.await(ctx, b)
	if err == nil {
		if waiting := g.all.Wait(ctx); waiting != nil {
			err = &held{cause: waiting}
		}
	}
	if err != nil {
		<-b.turn
		return turn{}, err
	}
	return turn{g, b}, nil
}

// await sits pauses out. A pause that was sat out is over, whatever the clock
// says: clocks in tests may stand still.
func (g *gate) await(ctx context.Context, b *bucket) error {
	var over time.Time
	for {
		until, err := g.pause(b)
		if err != nil {
			return err
		}
		wait := until.Sub(g.now())
		if wait <= 0 || !until.After(over) {
			return nil
		}
		deadline, has := ctx.Deadline()
		if wait > maxHold || (has && time.Until(deadline) < wait) {
			return &held{wait: wait}
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
			over = until
		case <-ctx.Done():
			timer.Stop()
			return &held{cause: ctx.Err()}
		}
	}
}

// pause is the instant from which a call may be made.
func (g *gate) pause(b *bucket) (time.Time, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if wait := g.halted.Sub(now); wait > 0 {
		return time.Time{}, &held{wait: wait, halted: "Discord refused the token: set PICKWICK_DISCORD_TOKEN to the bot's current one; until then nothing is sent"}
	}
	for len(g.invalid) > 0 && now.Sub(g.invalid[0]) >= invalidWindow {
		g.invalid = g.invalid[1:]
	}
	if len(g.invalid) >= maxInvalid {
		return time.Time{}, &held{
			wait:   invalidWindow - now.Sub(g.invalid[0]),
			halted: fmt.Sprintf("Discord refused %d requests within %s, and more would get this address shut out: see the log for why, and wait", maxInvalid, invalidWindow),
		}
	}
	if b.empty.After(g.paused) {
		return b.empty, nil
	}
	return g.paused, nil
}

// leave gives the turn back and learns from the answer.
func (t turn) leave(r reply) {
	g := t.gate
	g.mu.Lock()
	defer func() {
		g.mu.Unlock()
		<-t.bucket.turn
	}()
	now := g.now()
	if r.header.Get("X-RateLimit-Remaining") == "0" {
		t.bucket.empty = now.Add(seconds(r.header.Get("X-RateLimit-Reset-After")))
	}
	shared := r.header.Get("X-RateLimit-Scope") == "shared"
	if r.status == 401 || r.status == 403 || (r.status == 429 && !shared) {
		g.invalid = append(g.invalid, now)
	}
	wait := r.wait
	if wait == 0 {
		wait = slowDown
	}
	switch {
	case r.status == 401:
		g.halted = now.Add(haltFor)
	case r.status == 429 && r.global:
		g.paused = later(g.paused, now.Add(wait))
	case r.status == 429, r.code == codeOpeningTooFast:
		t.bucket.empty = later(t.bucket.empty, now.Add(wait))
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// seconds reads a header with a number of seconds, with decimals or without.
func seconds(s string) time.Duration {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return asWait(f)
}

// asWait turns seconds into a wait. More than a day, or less than nothing, is
// no wait that Discord would ask for: it counts as nothing said.
func asWait(seconds float64) time.Duration {
	if !(seconds > 0 && seconds <= 86400) {
		return 0
	}
	return time.Duration(seconds * float64(time.Second))
}
