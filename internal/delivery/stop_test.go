package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

// A run that is told to stop while a message is on its way.
func TestStoppingFinishesWhatWasBegun(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer time.Duration // how long after the stop the chat answers; 0: never
		want   string
		status curation.Status
	}{
		{"the answer comes within the grace", 3 * time.Second, "delivered 1 waiting 1 of 2", curation.Delivered},
		{"the answer comes too late", time.Minute, "failed 1 waiting 1 of 2", curation.Sending},
		{"no answer comes", 0, "failed 1 waiting 1 of 2", curation.Sending},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, duePick("ana", "a1", 1), duePick("ana", "a2", 2))
				w.opts.Grace = 4 * time.Second
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				w.chat.OnSend = func(ctx context.Context, _ int, _ delivery.Message) (bool, error) {
					stop()
					var answer <-chan time.Time
					if c.answer > 0 {
						answer = time.After(c.answer)
					}
					select {
					case <-answer:
						return true, nil
					case <-ctx.Done():
						return false, &delivery.SendError{Outcome: delivery.Unsure, Reason: "no answer came", Err: ctx.Err()}
					}
				}
				began := time.Now()
				s, err := w.run(ctx)
				if !errors.Is(err, context.Canceled) {
					t.Errorf("got %v, want the context's error", err)
				}
				expect(t, s, c.want)
				if took := time.Since(began); took > w.opts.Grace {
					t.Errorf("took %s, over the grace of %s", took, w.opts.Grace)
				}
				w.status("a1", c.status)
				w.status("a2", curation.Queued)
			})
		})
	}
}

func TestARunThatWasStoppedBeforeItBeganSendsNothing(t *testing.T) {
	w := newWorld(t, duePick("ana", "a1", 1))
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := w.run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if n := w.chat.Sends(); n != 0 {
		t.Errorf("%d sends", n)
	}
	w.status("a1", curation.Queued)
}

func TestManyRepsAreServedAtOnce(t *testing.T) {
	var picks []curation.Pick
	for i := range 40 {
		for slot := 1; slot <= 2; slot++ {
			picks = append(picks, duePick(fmt.Sprintf("rep%02d", i), fmt.Sprintf("r%02ds%d", i, slot), slot))
		}
	}
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, picks...)
		w.opts.Parallel = 8
		w.chat.OnSend = func(context.Context, int, delivery.Message) (bool, error) {
			<-time.After(time.Second) // of the bubble's own time
			return true, nil
		}
		began := time.Now()
		expect(t, w.mustRun(), "delivered 80 of 80")
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("took %s, want 80 sends of a second, 8 at once", took)
		}
		last := map[string]int{}
		for _, r := range w.chat.Received() {
			slot := w.outbox.Pick(r.Message.PickID).Slot
			if slot < last[r.To.User] {
				t.Errorf("%s got slot %d after %d", r.To.User, slot, last[r.To.User])
			}
			last[r.To.User] = slot
		}
	})
}
