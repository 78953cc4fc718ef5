package delivery

import (
	"context"
	"time"
)

// record marks the pick as delivered. If that fails the pick stays in sending,
// and the next run asks the chat instead of sending again.
func (r *run) record(ctx context.Context, p *parcel) *end {
	err := r.inDatabase(ctx, func(ctx context.Context) error {
		return r.out.Delivered(ctx, p.pick.ID, p.ref, r.Now())
	})
	if err != nil {
		r.faulted(err)
		return &end{fate: Failed, reason: "it was sent, but the database did not take that; the next run finds out", err: err, blocks: true}
	}
	r.release(p)
	return nil
}

// The waits between the tries of one pick: the first is 30 to 45 seconds, each
// is twice the one before, and none is over an hour.
const (
	firstWait   = 30 * time.Second
	longestWait = 40 * time.Minute // before jitter
)

// backOff is how long to wait after so many tries. jitter, in [0, 1), adds up
// to half, so that picks that failed together do not come back together.
func backOff(tries int, jitter float64) time.Duration {
	wait := firstWait
	for range tries - 1 {
		if wait *= 2; wait >= longestWait {
			wait = longestWait
			break
		}
	}
	return wait + time.Duration(jitter*float64(wait/2))
}
