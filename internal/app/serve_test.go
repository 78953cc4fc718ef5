package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

// TestNeverFillerWhatIsAvoidedNowIsNotDeliveredAtTheStart edits a list between
// a plan and the start of serve, while the first poll can't begin.
func TestNeverFillerWhatIsAvoidedNowIsNotDeliveredAtTheStart(t *testing.T) {
	cards := &counter{text: "Pick for ", want: 3, done: make(chan struct{})}
	d := newDemo(t, Options{Out: cards, Now: func() time.Time { return noon.Add(-330 * time.Minute) }})
	if _, err := d.Fetch(t.Context(), nil, nil); err != nil {
		t.Fatal(err)
	}
	plan, err := d.Plan(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	var avoided []string
	for i := range d.cfg.Personas {
		for _, q := range plan.Queues {
			if title := q.Picks[0].Item.Title; q.Picks[0].Persona == d.cfg.Personas[i].ID {
				d.cfg.Personas[i].Avoid = append(d.cfg.Personas[i].Avoid, title)
				avoided = append(avoided, title)
			}
		}
	}
	unlock, err := d.store.Lock(t.Context(), lockFetch)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- d.Serve(ctx, nil) }()
	select {
	case <-cards.done:
	case err := <-ended:
		t.Fatalf("serve ended before it delivered: %v", err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	picks, err := d.Actions().Picks(t.Context(), curation.PickFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range picks {
		for _, title := range avoided {
			if p.Item.Title == title {
				t.Errorf("%s still has %q", p.Rep, title)
			}
		}
	}
	if len(avoided) != 3 || strings.Contains(cards.seen.String(), avoided[0]) {
		t.Errorf("avoided are %q", avoided)
	}
}
