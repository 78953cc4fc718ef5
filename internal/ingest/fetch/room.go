package fetch

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// The sizes that set documents apart, in bytes, decoded.
const (
	// beginning is how much of a body, as it is sent, is read before the
	// document has a place among those in memory: most packed feeds come in
	// whole, so that a slow host keeps a place in flight and nothing else.
	beginning = 32 << 10

	smallBody   = 1 << 20
	hugestBody  = 100 << 20 // the most that Request.MaxBytes may ask for
	hugePlaces  = 1
	maxPatience = 15 * time.Second // for a body to come in, while others wait for its place
)

// errNoRoom is a body that turned out to be large while as many as are allowed
// were in memory. It is asked for again when its turn has come: to keep what
// has been read of it, and its connection, would let those who wait fill the
// memory too.
var errNoRoom = errors.New("no room for another large document now")

// errCrowded ends a body that came too slowly while others waited for its place.
var errCrowded = errors.New("the document came too slowly while others waited")

// room bounds how many requests are in flight, and how many documents of each
// size are in memory at once.
//
// Places are taken in one order alone, which rules deadlocks out: a place among
// the large or huge, a turn at the host, a place in flight, a place among the
// small. What would go against it, a small document that turns out to be large,
// only tries, and starts anew when it fails.
type room struct {
	flight *tier
	sizes  [3]*tier // small, large, huge
}

func newRoom(o Options) *room {
	return &room{
		flight: newTier(o.Total, 0),
		sizes: [3]*tier{
			newTier(o.Small, smallBody),
			newTier(o.Large, o.MaxBytes),
			newTier(hugePlaces, max(o.MaxBytes, hugestBody)),
		},
	}
}

// holds is the first size that has room for so many bytes.
func (r *room) holds(bytes int64) int {
	for i, t := range r.sizes {
		if bytes <= t.most {
			return i
		}
	}
	return len(r.sizes) - 1
}

// tier is a number of places, with those who wait for one.
type tier struct {
	most    int64 // bytes of a document here
	places  chan struct{}
	waiting atomic.Int64
}

func newTier(places int, most int64) *tier {
	return &tier{places: make(chan struct{}, places), most: most}
}

func (t *tier) enter(ctx context.Context) error {
	if t.try() {
		return nil
	}
	t.waiting.Add(1)
	defer t.waiting.Add(-1)
	select {
	case t.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (t *tier) try() bool {
	select {
	case t.places <- struct{}{}:
		return true
	default:
		return false
	}
}

func (t *tier) leave() { <-t.places }

// watch calls giveUp when somebody waits for a place here though this one has
// been held for long. It watches until stop is called.
func (t *tier) watch(giveUp func(error)) (stop func()) {
	var stopped atomic.Bool
	var look func()
	look = func() {
		switch {
		case stopped.Load():
		case t.waiting.Load() > 0:
			giveUp(errCrowded)
		default:
			time.AfterFunc(time.Second, look)
		}
	}
	timer := time.AfterFunc(maxPatience, look)
	return func() {
		stopped.Store(true)
		timer.Stop()
	}
}

// place is what one document holds of the room.
type place struct {
	room   *room
	flight bool
	size   *tier // nil while it holds none
}

// fly waits for a place in flight.
func (p *place) fly(ctx context.Context) error {
	err := p.room.flight.enter(ctx)
	p.flight = err == nil
	return err
}

// settle waits for a place among the documents of a size.
func (p *place) settle(ctx context.Context, size int) error {
	t := p.room.sizes[size]
	if err := t.enter(ctx); err != nil {
		return err
	}
	p.size = t
	return nil
}

// widen changes to a place that has room for so many bytes, if there is one.
func (p *place) widen(bytes int64) bool {
	if bytes <= p.size.most {
		return true
	}
	t := p.room.sizes[p.room.holds(bytes)]
	if !t.try() {
		return false
	}
	p.size.leave()
	p.size = t
	return true
}

// leave gives back whatever is held.
func (p *place) leave() {
	if p.flight {
		p.room.flight.leave()
	}
	if p.size != nil {
		p.size.leave()
	}
	p.flight, p.size = false, nil
}
