package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

// Whatever the chat and the database do, and whenever the process is started
// again: no pick appears twice, none is lost, and what is recorded is true.
func TestOnceOverRandomFailures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := randomWorld(t)
		w.misbehave(t)
		for range rapid.IntRange(1, 12).Draw(t, "runs") {
			_, _ = w.run(context.Background()) // failures are the point
			w.now = w.now.Add(rapid.SampledFrom([]time.Duration{
				0, 20 * time.Second, time.Minute, 5 * time.Minute, time.Hour, 9 * time.Hour, 25 * time.Hour,
			}).Draw(t, "down"))
			w.resumeAll()
		}
		w.outbox.Fail, w.chat.OnSend, w.chat.OnFind = nil, nil, nil
		for range 3 { // a day on, every pick is either resolved or over
			w.now = w.now.Add(26 * time.Hour)
			w.resumeAll()
			if _, err := w.run(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		for _, p := range w.outbox.Picks() {
			if n := w.arrived()[p.ID]; n > 1 {
				t.Fatalf("pick %s arrived %d times", p.ID, n)
			}
			checkSettled(t, w, p, w.chat.Mute)
		}
	})
}

func randomWorld(t *rapid.T) *world {
	var picks []curation.Pick
	for r := range rapid.IntRange(1, 3).Draw(t, "reps") {
		for day := range rapid.IntRange(1, 2).Draw(t, "days") {
			for slot := range rapid.IntRange(1, 2).Draw(t, "slots") {
				p := duePick(fmt.Sprintf("rep%d", r), fmt.Sprintf("r%dd%ds%d", r, day, slot), slot+1)
				p.DueAt = p.DueAt.AddDate(0, 0, day)
				p.Date = p.DueAt.Format(time.DateOnly)
				picks = append(picks, p)
			}
		}
	}
	w := newWorld(t, picks...)
	w.chat.Window = rapid.SampledFrom([]time.Duration{0, 2 * time.Minute}).Draw(t, "window")
	w.chat.Mute = rapid.Bool().Draw(t, "mute")
	w.opts.AnyHour = rapid.Bool().Draw(t, "any hour")
	return w
}

// misbehave lets the database and the chat fail at every call as drawn.
func (w *world) misbehave(t *rapid.T) {
	var mu sync.Mutex
	chance := func(name string, oneIn int) bool {
		mu.Lock()
		defer mu.Unlock()
		return rapid.IntRange(1, oneIn).Draw(t, name) == oneIn
	}
	w.outbox.Fail = func(op, _ string, after bool) error {
		if chance(fmt.Sprintf("%s fails, after=%v", op, after), 8) {
			return errors.New("the disk is full")
		}
		return nil
	}
	w.chat.OnFind = func() error {
		if chance("find fails", 5) {
			return &delivery.SendError{Outcome: delivery.Outcome(rapid.IntRange(0, 4).Draw(t, "find outcome")), Reason: "no"}
		}
		return nil
	}
	w.chat.OnSend = func(context.Context, int, delivery.Message) (bool, error) {
		switch rapid.IntRange(0, 7).Draw(t, "send") {
		case 0:
			return false, &delivery.SendError{Outcome: delivery.Later, Wait: time.Duration(rapid.IntRange(0, 7200).Draw(t, "wait")) * time.Second, Reason: "busy"}
		case 1:
			return rapid.Bool().Draw(t, "arrives"), &delivery.SendError{Outcome: delivery.Unsure, Reason: "reset"}
		case 2:
			return false, &delivery.SendError{Outcome: delivery.Refused, Reason: "closed"}
		case 3:
			return false, &delivery.SendError{Outcome: delivery.Rejected, Reason: "malformed"}
		case 4:
			return false, &delivery.SendError{Outcome: delivery.Halted, Reason: "bad token"}
		case 5:
			return rapid.Bool().Draw(t, "arrives"), errors.New("a failure that the chat did not sort")
		default:
			return true, nil
		}
	}
}

// resumeAll is marketing bringing back whoever was paused.
func (w *world) resumeAll() {
	seen := map[string]bool{}
	for _, p := range w.outbox.Picks() {
		if !seen[p.Rep] {
			seen[p.Rep] = true
			w.outbox.SetRep(repOf(p.Rep))
		}
	}
}
