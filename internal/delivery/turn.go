package delivery

import (
	"context"
	"fmt"
	"time"

	"example.com/pickwick/internal/curation"
)

// hold keeps a rep's later picks of one day behind one that was postponed.
// It lives in memory: a new process may send the second pick of a day first.
type hold struct {
	date  string
	slot  int
	until time.Time
}

// checkTurn keeps the order of one day's picks from run to run. Within a run
// serve keeps it.
func (r *run) checkTurn(_ context.Context, p *parcel) *end {
	r.Deliverer.mu.Lock()
	h := r.holds[p.rep.ID]
	r.Deliverer.mu.Unlock()
	if h.date == p.pick.Date && h.slot < p.pick.Slot && r.Now().Before(h.until) {
		return &end{fate: Waiting, reason: "it waits for an earlier pick of the same rep", blocks: true}
	}
	return nil
}

// keepBehind holds the rep's later picks of the day until this one is tried again.
func (r *run) keepBehind(p *parcel, until time.Time) {
	r.Deliverer.mu.Lock()
	defer r.Deliverer.mu.Unlock()
	r.holds[p.rep.ID] = hold{date: p.pick.Date, slot: p.pick.Slot, until: until}
}

// release ends the hold of a pick that has gone its way.
func (r *run) release(p *parcel) {
	r.Deliverer.mu.Lock()
	defer r.Deliverer.mu.Unlock()
	if h := r.holds[p.rep.ID]; h.date <= p.pick.Date {
		delete(r.holds, p.rep.ID)
	}
}

// findChat looks up the chat of the rep. A pick without one stays in the queue.
func (r *run) findChat(_ context.Context, p *parcel) *end {
	name := p.rep.Chat.Chat
	chat, ok := r.chats[name]
	if !ok {
		why := r.Missing[name]
		if why == "" {
			why = fmt.Sprintf("there is no chat %q: add it under chat: in the configuration, or give %s another chat", name, p.rep.ID)
		}
		return &end{fate: Failed, blocks: true, reason: why}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.halted[name] {
		return &end{fate: Waiting, reason: name + " refused Pickwick's credentials", blocks: true}
	}
	p.chat = chat
	return nil
}

// claim marks the pick as being sent, on disk, before anything is sent.
func (r *run) claim(ctx context.Context, p *parcel) *end {
	err := r.inDatabase(ctx, func(ctx context.Context) error {
		begun, err := r.out.Begin(ctx, p.pick.ID, r.Now())
		if err == nil {
			p.pick = begun
		}
		return err
	})
	if err != nil {
		return r.inDatabaseFailed(err, "the database did not take that sending begins")
	}
	return nil
}

// render makes the message of what was claimed, which may be newer than what was due.
func (r *run) render(_ context.Context, p *parcel) *end {
	p.msg = Render(p.pick, p.rep, r.persona(p.pick.Persona), r.Now().In(p.zone))
	return nil
}

// persona is by ID; one that is on no list any more has only that.
func (r *run) persona(id string) curation.Persona {
	if persona, ok := r.personas(id); ok {
		return persona
	}
	return curation.Persona{ID: id}
}
