package delivery

import (
	"context"
	"fmt"
	"runtime/debug"

	"example.com/pickwick/internal/curation"
)

// send hands the message to the chat and sorts out a failure.
func (r *run) send(ctx context.Context, p *parcel) *end {
	err := r.withChat(ctx, func(ctx context.Context) (err error) {
		p.ref, err = p.chat.Send(ctx, p.rep.Chat, p.msg)
		return err
	})
	if err == nil {
		return nil
	}
	se := asSendError(err)
	if p.open {
		// That this send surely did not arrive says nothing of the one before.
		return r.unresolved(ctx, p, se)
	}
	switch se.Outcome {
	case Later:
		return r.postpone(ctx, p, se)
	case Refused:
		if e := r.postpone(ctx, p, se); e.fate != Postponed {
			return e
		}
		return r.pause(ctx, p, se)
	case Rejected:
		// The rep got nothing, so it is missed: it leaves the mix and its
		// story may be offered again. Sending the same once more can't help.
		return r.close(ctx, p, curation.Missed, p.rep.Chat.Chat+" does not take this message: "+se.Reason)
	case Halted:
		e := r.postpone(ctx, p, se)
		r.stop(p, se)
		return e
	default: // Unsure, and whatever is not sorted
		return &end{
			fate: Failed, err: se.Err, blocks: true,
			reason: "it may or may not have arrived; the next run finds out: " + se.Reason,
		}
	}
}

// postpone puts a pick that surely was not sent back into the queue.
func (r *run) postpone(ctx context.Context, p *parcel, se *SendError) *end {
	next := r.Now()
	if se.Outcome != Halted { // which the pick is not to blame for: it goes out once the chat is mended
		next = next.Add(max(se.Wait, backOff(p.pick.Tries, r.Jitter())))
	}
	err := r.inDatabase(ctx, func(ctx context.Context) error { return r.out.Postpone(ctx, p.pick.ID, next) })
	if err != nil {
		return r.inDatabaseFailed(err, "the database did not take that it is to be tried again")
	}
	r.keepBehind(p, next)
	return &end{fate: Postponed, reason: se.Reason, err: se.Err, blocks: true}
}

// pause stops all messages to a rep who can't be reached until somebody acts.
func (r *run) pause(ctx context.Context, p *parcel, se *SendError) *end {
	err := r.inDatabase(ctx, func(ctx context.Context) error { return r.out.PauseRep(ctx, p.rep.ID, se.Reason) })
	if err != nil {
		return r.inDatabaseFailed(err, "the database did not take that the rep is paused")
	}
	return &end{
		fate: Paused, err: se.Err, blocks: true,
		reason: fmt.Sprintf("%s is paused: %s (then: pickwick reps resume %s)", p.rep.ID, se.Reason, p.rep.ID),
	}
}

// stop ends all sending by a chat that refuses our credentials; the other
// chats go on.
func (r *run) stop(p *parcel, se *SendError) {
	name := p.rep.Chat.Chat
	r.mu.Lock()
	defer r.mu.Unlock()
	r.halted[name] = true
	if r.halt == nil {
		r.halt = curation.Errorf(curation.Unavailable,
			"%s takes nothing from Pickwick: %w. Sending there has stopped and nothing is lost: put that right, then run `pickwick deliver`", name, se)
	}
}

// panicked is the failure of a chat that panicked.
func panicked(v any) *SendError {
	return &SendError{Outcome: Unsure, Reason: "a fault in Pickwick's own code; the log has more", Err: fmt.Errorf("panic: %v\n%s", v, debug.Stack())}
}
