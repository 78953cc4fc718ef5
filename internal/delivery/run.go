package delivery

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"example.com/pickwick/internal/curation"
)

// run is one pass over what is due.
type run struct {
	*Deliverer

	mu      sync.Mutex
	summary Summary
	halted  map[string]bool // chats that refused our credentials
	halt    error           // the first of them
	fault   error           // the first failure of the database
}

// parcel is one pick on its way through the stages.
type parcel struct {
	pick curation.Pick
	rep  curation.Rep
	zone *time.Location
	when lateness
	chat Chat
	msg  Message
	ref  string
	open bool // an earlier send may have arrived: only this one's success settles it
}

// stage takes a parcel one step further. It returns nil to hand it to the next
// stage, or what became of the pick.
type stage func(ctx context.Context, p *parcel) *end

// end is what became of a pick in this run.
type end struct {
	fate   Fate
	reason string // in plain words; empty when delivered
	err    error  // for the log
	blocks bool   // the rep's later picks wait, to keep their order
}

// stages is the way of every pick.
func (r *run) stages() []stage {
	return []stage{r.checkDay, r.checkTurn, r.findChat, r.resolve, r.claim, r.render, r.send, r.record}
}

// serve takes one rep's due picks through the stages, in order.
func (r *run) serve(ctx context.Context, picks []curation.Pick) {
	rep, err := r.out.Rep(ctx, picks[0].Rep)
	if err != nil {
		if ctx.Err() == nil {
			r.faulted(err)
		}
		r.leave(ctx, picks, Failed, "the rep could not be looked up", err)
		return
	}
	zone := r.zoneOf(rep)
	when := judge(picks, zone, r.Now(), r.AnyHour)
	for i, pick := range picks {
		if err := ctx.Err(); err != nil {
			r.leave(ctx, picks[i:], Waiting, "the run was ended before its turn", err)
			return
		}
		p := &parcel{pick: pick, rep: rep, zone: zone, when: when[i]}
		e := r.walk(ctx, p)
		r.note(ctx, p.pick, rep.Chat.Chat, e)
		if e.blocks {
			r.leave(ctx, picks[i+1:], Waiting, "it waits for an earlier pick of the same rep", nil)
			return
		}
	}
}

func (r *run) walk(ctx context.Context, p *parcel) *end {
	for _, s := range r.stages() {
		if e := s(ctx, p); e != nil {
			return e
		}
	}
	return &end{fate: Delivered}
}

// leave notes picks that were not touched.
func (r *run) leave(ctx context.Context, picks []curation.Pick, fate Fate, reason string, err error) {
	for _, p := range picks {
		r.note(ctx, p, "", &end{fate: fate, reason: reason, err: err})
	}
}

// note counts and logs what became of a pick.
func (r *run) note(ctx context.Context, p curation.Pick, chat string, e *end) {
	level := slog.LevelWarn
	switch e.fate {
	case Delivered:
		level = slog.LevelInfo
	case Waiting:
		level = slog.LevelDebug
	default: // somebody may want to look
	}
	r.Logger.Log(ctx, level, "pick "+string(e.fate),
		"pick", p.ID, "rep", p.Rep, "date", p.Date, "chat", chat, "reason", e.reason, "error", e.err)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.summary.add(p, e)
}

// faulted remembers the first failure of the database for the caller.
func (r *run) faulted(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fault == nil {
		r.fault = err
	}
}

// result is what Run returns.
func (r *run) result(ctx context.Context) (Summary, error) {
	r.summary.sort()
	for _, err := range []error{r.halt, r.fault, ctx.Err()} {
		if err != nil {
			return r.summary, err
		}
	}
	return r.summary, nil
}

// zoneOf is where the rep's days begin and end.
func (r *run) zoneOf(rep curation.Rep) *time.Location {
	if rep.TimeZone == "" {
		return r.TimeZone
	}
	zone, err := time.LoadLocation(rep.TimeZone)
	if err != nil {
		r.Logger.Warn("unknown time zone of a rep; using the default", "rep", rep.ID, "zone", rep.TimeZone, "default", r.TimeZone.String())
		return r.TimeZone
	}
	return zone
}

// inDatabase calls the outbox. What was begun is recorded even when ctx has
// ended, within the grace: a mark that is missing costs more than a moment.
func (r *run) inDatabase(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.Grace)
	defer cancel()
	return f(ctx)
}

// inDatabaseFailed is the end of a pick whose state could not be written. It
// stays as it is and the next run takes it up.
func (r *run) inDatabaseFailed(err error, reason string) *end {
	if k := curation.KindOf(err); k == curation.Conflict || k == curation.NotFound {
		// Somebody was faster: the rep left or paused, or the queue was changed.
		return &end{fate: Waiting, reason: "it was changed by somebody else meanwhile", err: err, blocks: true}
	}
	r.faulted(err)
	return &end{fate: Failed, reason: reason, err: err, blocks: true}
}

// withChat calls a chat. Once ctx has ended it may go on for the grace, so
// that a send on its way is not torn; a panic becomes a failure that leaves
// open whether the message arrived.
func (r *run) withChat(ctx context.Context, f func(context.Context) error) (err error) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() {
		t := time.NewTimer(r.Grace)
		defer t.Stop()
		select {
		case <-t.C:
			cancel()
		case <-work.Done():
		}
	})()
	defer func() {
		if v := recover(); v != nil {
			err = panicked(v)
		}
	}()
	return f(work)
}

// asSendError makes a SendError of any failure. One that the chat has not
// sorted leaves open whether the message arrived.
func asSendError(err error) *SendError {
	var se *SendError
	if errors.As(err, &se) {
		return se
	}
	return &SendError{Outcome: Unsure, Reason: "the chat failed in a way that it did not explain", Err: err}
}
