package delivery

import (
	"context"
	"errors"
	"time"

	"example.com/pickwick/internal/curation"
)

// clockSkew is by how much a chat's clock may be behind ours when we look for
// a message by time.
const clockSkew = 5 * time.Minute

// resolve takes up a pick that an earlier run left in sending: it crashed, or
// the send's outcome was not known. Nobody else is sending it.
//
// Young enough for the chat to recognise a repeat, it is sent again. Otherwise
// the chat is asked: found, it is recorded; surely absent, it is sent again,
// or missed if its day went by; if the chat can't tell it is closed as unknown
// and never sent again.
func (r *run) resolve(ctx context.Context, p *parcel) *end {
	if p.pick.Status != curation.Sending {
		return nil
	}
	if age := r.Now().Sub(p.pick.FirstTry); age >= 0 && age < p.chat.RepeatSafe() {
		p.open = true
		return nil
	}
	r.render(ctx, p)
	var found bool
	err := r.withChat(ctx, func(ctx context.Context) (err error) {
		p.ref, found, err = p.chat.Find(ctx, p.rep.Chat, p.msg, p.pick.FirstTry.Add(-clockSkew))
		return err
	})
	switch {
	case errors.Is(err, ErrCannotTell):
		return r.close(ctx, p, curation.Unknown,
			"sending was cut short and "+p.rep.Chat.Chat+" can't tell whether it arrived; it is not sent again")
	case err != nil:
		return r.unresolved(ctx, p, asSendError(err))
	case found:
		if e := r.record(ctx, p); e != nil {
			return e
		}
		return &end{fate: Delivered}
	case p.when == dayOver || p.when == superseded:
		return r.missed(ctx, p)
	default:
		return nil
	}
}

// unresolved leaves the pick in sending: it is asked about again next time.
func (r *run) unresolved(ctx context.Context, p *parcel, se *SendError) *end {
	if se.Outcome == Refused {
		return r.pause(ctx, p, se)
	}
	if se.Outcome == Halted {
		r.stop(p, se)
	}
	return &end{fate: Failed, reason: "whether it arrived could not be found out yet: " + se.Reason, err: se.Err, blocks: true}
}
