package deliverytest

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"example.com/pickwick/internal/curation"
)

// Outbox is an outbox in memory with the states and refusals of the real one.
// It is safe for concurrent use.
type Outbox struct {
	// Fail, when set, is asked before and after each change, which is named
	// by its method. An error before the change keeps it from happening; one
	// after it reaches the caller although the change is on disk.
	Fail func(op, pick string, after bool) error

	mu    sync.Mutex
	reps  map[string]curation.Rep
	picks map[string]curation.Pick
}

// NewOutbox makes an outbox that holds these reps and picks.
func NewOutbox(reps []curation.Rep, picks ...curation.Pick) *Outbox {
	o := &Outbox{reps: map[string]curation.Rep{}, picks: map[string]curation.Pick{}}
	for _, r := range reps {
		o.reps[r.ID] = r
	}
	for _, p := range picks {
		o.picks[p.ID] = p
	}
	return o
}

// Pick is one pick as it stands.
func (o *Outbox) Pick(id string) curation.Pick {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.picks[id]
}

// Picks is every pick as it stands, by ID.
func (o *Outbox) Picks() []curation.Pick {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.sorted(func(curation.Pick) bool { return true }, func(a, b curation.Pick) int { return cmp.Compare(a.ID, b.ID) })
}

// SetRep adds or replaces a rep.
func (o *Outbox) SetRep(r curation.Rep) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.reps[r.ID] = r
}

// SetPick adds or replaces a pick.
func (o *Outbox) SetPick(p curation.Pick) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.picks[p.ID] = p
}

// Due implements delivery.Outbox.
func (o *Outbox) Due(_ context.Context, now time.Time) ([]curation.Pick, error) {
	if err := o.fail("Due", "", false); err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.sorted(func(p curation.Pick) bool {
		if o.reps[p.Rep].State != curation.RepActive {
			return false
		}
		return p.Status == curation.Sending ||
			p.Status == curation.Queued && !p.DueAt.After(now) && !p.NextTry.After(now)
	}, func(a, b curation.Pick) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.Slot, b.Slot), cmp.Compare(a.ID, b.ID))
	}), nil
}

// Rep implements delivery.Outbox.
func (o *Outbox) Rep(_ context.Context, id string) (curation.Rep, error) {
	if err := o.fail("Rep", "", false); err != nil {
		return curation.Rep{}, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	r, ok := o.reps[id]
	if !ok {
		return r, curation.Errorf(curation.NotFound, "there is no rep %q", id)
	}
	return r, nil
}

// Begin implements delivery.Outbox.
func (o *Outbox) Begin(ctx context.Context, id string, now time.Time) (begun curation.Pick, err error) {
	err = o.change(ctx, "Begin", id, []curation.Status{curation.Queued, curation.Sending}, func(p *curation.Pick) error {
		if o.reps[p.Rep].State != curation.RepActive {
			return curation.Errorf(curation.Conflict, "rep %s is not active", p.Rep)
		}
		p.Status = curation.Sending
		p.Tries++
		if p.FirstTry.IsZero() {
			p.FirstTry = now
		}
		begun = *p
		return nil
	})
	return begun, err
}

// Delivered implements delivery.Outbox.
func (o *Outbox) Delivered(ctx context.Context, id, ref string, at time.Time) error {
	return o.change(ctx, "Delivered", id, []curation.Status{curation.Sending}, func(p *curation.Pick) error {
		p.Status, p.MessageRef, p.DeliveredAt = curation.Delivered, ref, at
		return nil
	})
}

// Postpone implements delivery.Outbox.
func (o *Outbox) Postpone(ctx context.Context, id string, next time.Time) error {
	return o.change(ctx, "Postpone", id, []curation.Status{curation.Sending}, func(p *curation.Pick) error {
		p.Status, p.NextTry = curation.Queued, next
		return nil
	})
}

// ClosePick implements delivery.Outbox.
func (o *Outbox) ClosePick(ctx context.Context, id string, to curation.Status, why string) error {
	return o.change(ctx, "ClosePick", id, []curation.Status{curation.Queued, curation.Sending}, func(p *curation.Pick) error {
		if to != curation.Unknown && to != curation.Missed {
			return curation.Errorf(curation.Conflict, "a pick can't be closed as %s", to)
		}
		p.Status, p.Why = to, why
		return nil
	})
}

// PauseRep implements delivery.Outbox.
func (o *Outbox) PauseRep(_ context.Context, id, reason string) error {
	if err := o.fail("PauseRep", "", false); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	r, ok := o.reps[id]
	if !ok {
		return curation.Errorf(curation.NotFound, "there is no rep %q", id)
	}
	r.State, r.Reason = curation.RepPaused, reason
	o.reps[id] = r
	return nil
}

// change is one transaction on one pick.
func (o *Outbox) change(ctx context.Context, op, id string, from []curation.Status, f func(*curation.Pick) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := o.fail(op, id, false); err != nil {
		return err
	}
	if err := o.apply(op, id, from, f); err != nil {
		return err
	}
	return o.fail(op, id, true)
}

func (o *Outbox) apply(op, id string, from []curation.Status, f func(*curation.Pick) error) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	p, ok := o.picks[id]
	if !ok {
		return curation.Errorf(curation.NotFound, "there is no pick %q", id)
	}
	if !slices.Contains(from, p.Status) {
		return curation.Errorf(curation.Conflict, "%s of pick %s, which is %s", op, id, p.Status)
	}
	if err := f(&p); err != nil {
		return err
	}
	o.picks[id] = p
	return nil
}

func (o *Outbox) fail(op, pick string, after bool) error {
	if o.Fail == nil {
		return nil
	}
	return o.Fail(op, pick, after)
}

func (o *Outbox) sorted(keep func(curation.Pick) bool, by func(a, b curation.Pick) int) []curation.Pick {
	var out []curation.Pick
	for _, p := range o.picks {
		if keep(p) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, by)
	return out
}
