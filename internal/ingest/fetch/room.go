package fetch

import (
	"context"
	"errors"
)

// smallBody is the size, in bytes, above which a body is large.
const smallBody = 1 << 20

// errNoRoom is a large body that came while as many as are allowed were in
// memory. It is asked for again when its turn has come: to keep what has been
// read of it, and its connection, would let those who wait fill the memory too.
var errNoRoom = errors.New("no room for another large document now")

// room bounds how many documents are in memory at once. Large ones have fewer
// places, so that they bound the memory and small ones never wait for them.
type room struct {
	any, large chan struct{}
}

// place is what one document holds of the room.
type place struct {
	room       *room
	any, large bool
}

// enter waits for a place, and first for one among the large if so wanted: who
// waits there keeps no small one out. It must be left though there is an error.
func (p *place) enter(ctx context.Context, large bool) error {
	if large {
		select {
		case p.room.large <- struct{}{}:
			p.large = true
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	select {
	case p.room.any <- struct{}{}:
		p.any = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// widen makes it the place of a large document, if there is one at once.
func (p *place) widen() bool {
	if p.large {
		return true
	}
	select {
	case p.room.large <- struct{}{}:
		p.large = true
	default:
	}
	return p.large
}

// leave gives back whatever is held.
func (p *place) leave() {
	if p.any {
		<-p.room.any
	}
	if p.large {
		<-p.room.large
	}
	p.any, p.large = false, false
}
