package fetch

import (
	"context"
	"strings"
	"sync"
	"time"
)

// hosts keeps requests polite: a few at once to each host, and a gap between
// their starts. It remembers a host only as long as that matters.
type hosts struct {
	parallel int
	gap      time.Duration
	mu       sync.Mutex
	byName   map[string]*host
}

type host struct {
	slots chan struct{}
	users int       // who holds or waits for a slot
	next  time.Time // when the next request may start
}

// acquire waits for one's turn at a host. The caller must call release.
func (h *hosts) acquire(ctx context.Context, name string) (release func(), err error) {
	if loopback(name) {
		return func() {}, ctx.Err()
	}
	name = strings.ToLower(name)
	h.mu.Lock()
	at := h.byName[name]
	if at == nil {
		at = &host{slots: make(chan struct{}, h.parallel)}
		h.byName[name] = at
	}
	at.users++
	h.mu.Unlock()

	select {
	case at.slots <- struct{}{}:
	case <-ctx.Done():
		h.leave(name, at)
		return nil, ctx.Err()
	}
	release = func() {
		<-at.slots
		h.leave(name, at)
	}
	if err := h.start(ctx, at); err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// start waits until the gap since the last start at the host is over.
func (h *hosts) start(ctx context.Context, at *host) error {
	h.mu.Lock()
	now := time.Now()
	wait := at.next.Sub(now)
	at.next = now.Add(max(wait, 0) + h.gap)
	h.mu.Unlock()
	if wait <= 0 {
		return nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// leave forgets a host that nobody uses, once its gap is over.
func (h *hosts) leave(name string, at *host) {
	h.mu.Lock()
	defer h.mu.Unlock()
	at.users--
	if at.users > 0 {
		return
	}
	wait := time.Until(at.next)
	if wait <= 0 {
		delete(h.byName, name)
		return
	}
	at.users++ // this one waits for the gap
	time.AfterFunc(wait, func() { h.leave(name, at) })
}
